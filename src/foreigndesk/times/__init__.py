"""When: time expressions found in text and resolved to intervals of days."""

from foreigndesk.times.find import TimeMention, event_time, find_times

__all__ = ["TimeMention", "event_time", "find_times"]

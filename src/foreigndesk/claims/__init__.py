"""Who says so, and how firm: claims with their sources, and the certainty of told acts."""

from foreigndesk.claims.attribution import find_claims
from foreigndesk.claims.certainty import Assessment, assess
from foreigndesk.claims.resting import claim_at, rests_on

__all__ = ["Assessment", "assess", "claim_at", "find_claims", "rests_on"]

"""Who says so, and how firm: claims with their sources, and the certainty of told acts."""

from foreigndesk.claims.attribution import claim_at, find_claims
from foreigndesk.claims.certainty import Assessment, assess

__all__ = ["Assessment", "assess", "claim_at", "find_claims"]

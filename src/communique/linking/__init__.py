"""Bringing accounts together: copies and stories among documents, episodes among events, claims among statements."""

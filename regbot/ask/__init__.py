"""Questions to answers: understand, retrieve, compose, verify every quote, or abstain with a reason."""

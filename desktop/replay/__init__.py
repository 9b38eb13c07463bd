"""What a replay needs to know of a session, worked out before anything is shown. Pure or blocking; no Qt."""

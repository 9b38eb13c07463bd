"""Where speech and interviewer meet: the terminal today, the window next. The only room that may know Qt."""

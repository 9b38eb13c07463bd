"""What can be set, one panel a subject. The set-up shows some of them one after the other, the settings all of them."""

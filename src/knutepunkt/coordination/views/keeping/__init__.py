"""Pages about who acts for a person, who keeps away from a file, and who opened one in an emergency."""

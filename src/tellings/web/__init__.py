"""What pages show, and the pages: views without markup, used by the terminal too, and HTML made of templates."""

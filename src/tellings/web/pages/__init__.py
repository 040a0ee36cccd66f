"""The explorer's pages, a module each: its view, its data as JSON, its tables as CSV, the same in the terminal."""

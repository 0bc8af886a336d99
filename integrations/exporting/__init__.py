"""What a view shows as a file: CSV, XLSX, JSON, Markdown or a page to print, of any length in constant memory."""

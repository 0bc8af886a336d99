"""Readers for files that people bring: tables (CSV, TSV, XLSX) and JSON lists, in any encoding met in practice."""

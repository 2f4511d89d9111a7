"""The MCP server: the archive's answers for assistants that speak the Model Context Protocol, each with citations."""

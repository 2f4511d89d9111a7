// Before anything is painted: the theme that was chosen here, so that a page does not flash in the other one.
"use strict";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Nothing is kept: the system's theme it is.
}

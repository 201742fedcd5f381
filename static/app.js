// Comforts only: every page works without this file.
(function () {
  "use strict";

  // Messages can be closed.
  document.querySelectorAll("[data-close]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { button.parentElement.remove(); });
  });

  // "/" goes to the search field, and the field says so.
  document.querySelectorAll("[data-script]").forEach(function (part) { part.hidden = false; });
  document.addEventListener("keydown", function (event) {
    var field = Array.from(document.querySelectorAll("[data-search]")).find(function (one) { return one.offsetParent; });
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  });

  // An open menu or filter closes when one clicks elsewhere or presses Escape.
  var menus = "details.rh-menu[open], details.rh-chip[open]";
  document.addEventListener("click", function (event) {
    document.querySelectorAll(menus).forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(menus).forEach(function (menu) {
      menu.open = false;
      if (menu.contains(document.activeElement)) { menu.querySelector("summary").focus(); }
    });
  });

  // On a phone the filters start closed; without script they stand open.
  if (window.matchMedia("(max-width: 767.98px)").matches) {
    document.querySelectorAll("details.rh-filters__all").forEach(function (all) { all.open = false; });
  }

  // Whoever sent a form with errors starts at the summary.
  var summary = document.querySelector(".rh-errors");
  if (summary) { summary.focus(); }
}());

for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = table.tHead.rows[0].cells;
  const value = (row, column) => {
    const cell = row.cells[column], stated = cell.dataset.v;
    return stated === undefined ? cell.textContent.trim() : Number(stated);
  };
  [...heads].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numbers = body.rows[0]?.cells[column].dataset.v !== undefined;
      const known = head.getAttribute("aria-sort");
      const down = known ? known === "ascending" : numbers;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].filter((row) => !row.classList.contains("all"));
      rows.sort((a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        const order = typeof x === "number" ? x - y : x.localeCompare(y);
        return down ? -order : order;
      });
      body.append(...rows);
    });
  });
}
document.documentElement.classList.add("scripted");

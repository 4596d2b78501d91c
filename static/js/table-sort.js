// Sorting a table by a press on its head: <table data-sortable>, <th data-sort>, and data-sort-value on a cell
// whose text does not sort by itself. Numbers sort as numbers, empty cells always last, equal rows keep their order.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

function valueOf(row, index) {
  const cell = row.cells[index];
  return (cell?.dataset.sortValue ?? cell?.textContent ?? "").trim();
}

function compare(left, right) {
  const numbers = [Number(left), Number(right)];
  if (left !== "" && right !== "" && numbers.every(Number.isFinite)) return numbers[0] - numbers[1];
  return collator.compare(left, right);
}

function sort(table, head, direction) {
  const index = head.cellIndex;
  const body = table.tBodies[0];
  const sign = direction === "ascending" ? 1 : -1;
  const rows = [...body.rows].map((row, order) => ({ row, order, value: valueOf(row, index) }));
  rows.sort((a, b) => {
    if ((a.value === "") !== (b.value === "")) return a.value === "" ? 1 : -1;
    return sign * compare(a.value, b.value) || a.order - b.order;
  });
  body.append(...rows.map((entry) => entry.row));
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0] ?? "/static/icons.svg";
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

function showDirection(head, direction) {
  const names = { ascending: "arrow-up", descending: "arrow-down" };
  const use = head.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${names[direction] ?? "chevrons-up-down"}`);
  if (direction) head.setAttribute("aria-sort", direction);
  else head.removeAttribute("aria-sort");
}

function prepare(table) {
  const heads = [...table.tHead.querySelectorAll("th[data-sort]")];
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "table__sort";
    button.append(...head.childNodes, icon("chevrons-up-down"));
    head.append(button);
    button.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of heads) showDirection(other, other === head ? direction : null);
      sort(table, head, direction);
    });
  }
}

export function watchTables() {
  for (const table of document.querySelectorAll("table[data-sortable]")) prepare(table);
}

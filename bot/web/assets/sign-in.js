// What stands behind # in a link never reaches the server. So that people come back to the paragraph they wanted,
// it is put behind the address that they come back to.
const paragraph = location.hash;
for (const each of paragraph ? document.querySelectorAll("[data-next]") : []) {
  if (each instanceof HTMLInputElement) {
    if (!each.value.includes("#")) each.value += paragraph;
  } else {
    const address = new URL(each.href);
    const wanted = address.searchParams.get("next") || "";
    if (wanted && !wanted.includes("#")) {
      address.searchParams.set("next", wanted + paragraph);
      each.href = address.href;
    }
  }
}

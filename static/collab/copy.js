// <button data-copy="id"> copies the value of the field with that id, and says so.
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    const words = button.querySelector("[data-copy-words]");
    words.setAttribute("role", "status");
    words.textContent = "Copied";
  });
});

// Keeps the live page alive. Everything works without it, by looking at the page again.
"use strict";

let stream = null;

// Puts the new content in the place of the old one; the finger and the reader stay where they are.
function show(html, keepNotice) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const main = fresh.querySelector("main");
  const focused = document.activeElement.id;
  const notice = document.querySelector("main > .notice");
  if (keepNotice && notice && !main.querySelector(":scope > .notice")) main.prepend(notice);
  document.querySelector("main").replaceWith(main);
  document.title = fresh.title;
  const again = focused && document.getElementById(focused);
  if (again && !again.disabled) again.focus();
}

async function look(path, options) {
  const answer = await fetch(path, options);
  if (answer.status === 401) location.assign("/pair");
  else if (answer.redirected && new URL(answer.url).pathname !== "/") location.assign(answer.url);
  else show(await answer.text(), !options);
}

function update(view) {
  const home = document.querySelector("[data-stream]");
  if (!home) return;
  for (const place of home.querySelectorAll("[data-live]")) {
    const text = view[place.dataset.live];
    // Only what is new, or a screen reader would say it again and again.
    if (place.textContent !== text) place.textContent = text;
  }
  for (const place of home.querySelectorAll("[data-path]")) place.setAttribute("d", view[place.dataset.path]);
  const live = home.querySelector("[data-looks]");
  if (live) live.dataset.looks = view.looks;
  // A select or a field in use must not vanish under the finger.
  const editing = ["INPUT", "SELECT"].includes(document.activeElement.tagName);
  if (view.page !== home.dataset.page && !editing) {
    home.dataset.page = view.page;
    look("/?again=1").catch(() => {});
  }
}

function follow() {
  const home = document.querySelector("[data-stream]");
  if (!home || stream) return;
  stream = new EventSource(home.dataset.stream);
  stream.onmessage = (event) => update(JSON.parse(event.data));
  stream.addEventListener("signed-out", () => location.assign("/pair"));
  stream.onerror = () => {
    // Closed for good: signed out, or too many look on. Otherwise the browser tries again by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-stream]")) return;
  event.preventDefault();
  const button = event.submitter;
  if (button) button.disabled = true;
  look(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
    .catch(() => location.reload());
});

follow();

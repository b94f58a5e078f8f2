// The two ways to the server: a stream of what changes, and what the person does.

const token = document.querySelector("meta[name=play-token]").content;

let stream = null;

// Who looks at what; `onNews` gets the regions that have changed, `onEnd` is called when nobody answers any more.
export function look(viewer, onNews, onEnd) {
  stream?.close();
  const asked = new URLSearchParams({ as: viewer.me, place: viewer.place, thread: viewer.thread });
  let isFirst = true;
  const own = new EventSource(`/play/stream?${asked}`);
  stream = own;
  own.onmessage = (event) => {
    if (own !== stream) return;
    onNews(JSON.parse(event.data), isFirst);
    isFirst = false;
  };
  own.onerror = () => {
    isFirst = true; // it tries again by itself, and then everything comes anew
    if (own === stream) onEnd();
  };
}

export async function act(asked) {
  try {
    const answer = await fetch("/play/act", {
      method: "POST",
      headers: { "content-type": "application/json", "x-play-token": token },
      body: JSON.stringify(asked),
    });
    if (answer.status === 403) return { trouble: "This page is older than the playground that runs now: load it again." };
    return await answer.json();
  } catch {
    return { trouble: "The playground does not answer. Is it still running?" };
  }
}

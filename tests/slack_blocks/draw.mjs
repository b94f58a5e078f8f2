// Draws messages with slack-blocks-to-jsx: a JSON array of arrays of blocks on stdin, a JSON array of HTML on stdout.
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const shown = { name: "App", logo: "", time: new Date(0), unstyled: true, withoutWrapper: true };
let input = "";
for await (const chunk of process.stdin) input += chunk;
const draw = (blocks) => renderToStaticMarkup(createElement(Message, { ...shown, blocks }));
process.stdout.write(JSON.stringify(JSON.parse(input).map(draw)));

/** The operators' console. */
import { render } from "preact";
import { App } from "./screens/app";
import { dress_the_page } from "./shared/theme";
import "./styles/console.css";

dress_the_page();
const root = document.getElementById("root");
if (root !== null) render(<App />, root);

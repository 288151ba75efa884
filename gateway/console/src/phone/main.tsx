/** The phone page: an earpiece for a host without a bodypack. */
import { render } from "preact";
import { dress_the_page } from "../shared/theme";
import { Page } from "./page";
import "./phone.css";
import { Session } from "./session";

dress_the_page();
const session = new Session();
const root = document.getElementById("root");
if (root !== null) render(<Page session={session} />, root);
void session.begin();

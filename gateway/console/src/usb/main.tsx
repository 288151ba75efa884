/** The page that makes a bodypack from a board on a cable. */
import { render } from "preact";
import { dress_the_page } from "../shared/theme";
import "../styles/console.css";
import "./usb.css";
import { UsbApp } from "./app";

dress_the_page();
const root = document.getElementById("root");
if (root !== null) render(<UsbApp />, root);

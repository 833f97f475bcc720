/**
 * The part of plotly we draw with: its core (which brings scatter) and heatmaps. Import it dynamically only: it is
 * by far the largest chunk of the program.
 */
import Plotly from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";

Plotly.register([heatmap]);

export { Plotly };

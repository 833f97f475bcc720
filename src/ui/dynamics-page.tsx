import { Controls, FoldedControls } from "./controls-column.tsx";
import { PHONE, useMediaQuery } from "./hooks/use-media-query.ts";
import { QuenchSection } from "./quench/quench-section.tsx";
import { Results, Transport } from "./results.tsx";

/** Two columns and the transport, or one column in reading order on narrow screens. */
export function DynamicsPage() {
  const phone = useMediaQuery(PHONE);
  return (
    <>
      {phone ? (
        <main>
          <div className="controls">
            <QuenchSection />
          </div>
          <Results />
          <FoldedControls />
        </main>
      ) : (
        <>
          <Controls />
          <Results main />
        </>
      )}
      <Transport />
    </>
  );
}

/** What Prometheus reads, by the name of each series as it stands: drumbeat_sends_total{platform="slack",outcome="sent"}. */
export async function scraped(port: number | undefined): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name = "", value = ""] = /^([a-z_][a-z0-9_]*(?:\{[^}]*\})?) (\S+)$/i.exec(line) ?? [];
      if (name === "") throw new Error(`This is no series: ${line}`);
      return [name, Number(value)];
    }),
  );
}

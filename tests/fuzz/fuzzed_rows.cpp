#include "fuzz/fuzzed_rows.hpp"

#include "fuzz/fuzz_input.hpp"

#include "matrix/contig_list.hpp"
#include "rows/contig_runs.hpp"

#include <algorithm>
#include <sstream>

namespace hapmill::fuzz {

namespace {

void put(std::ostream& out, RejectedRow const& row) {
  out << row.row << ' ' << row.offset << ' ' << static_cast<int>(row.fault.kind) << ' '
      << row.fault.field << ' ' << row.fault.begin << ' ' << row.fault.size << ' '
      << row.fault.field_count << ' ' << row.text << '\n';
}

/// Returns all results of the rows as text.
std::string describe(SiteBatch const& batch) {
  std::ostringstream out;
  if (batch.breaks_plan) return "breaks the plan";
  RowCounts const& counts = batch.counts.front();
  out << counts.read << ' ' << counts.written << ' ' << counts.non_variant << ' ' << counts.filtered
      << ' ' << counts.rejected << ' ' << batch.half_calls << '\n';
  for (auto const& column : batch.columns) out << column.missing << ' ' << column.deleted << '\n';
  for (auto const& row : batch.rejected) put(out, row);
  if (batch.bad_row) put(out, *batch.bad_row);
  out.write(batch.records.data(), static_cast<std::streamsize>(batch.records.size()));
  return out.str();
}

std::string convert(RowPlan const& plan, cpu::Stages const& stages, Chunk const& chunk) {
  cpu::RowConverter converter{plan, stages};
  SiteBatch batch;
  converter.convert(chunk, batch);
  return describe(batch);
}

}  // namespace

void fill(Chunk& chunk, std::string const& contig, std::string_view text) {
  chunk.text.append(text.data(), text.size());
  if (!text.ends_with('\n')) chunk.text.append("\n", 1);
  ChunkPiece piece;
  piece.end = chunk.text.size();
  piece.first_line = 1;
  piece.begins_segment = true;
  piece.contig = contig;
  piece.facts = ContigList{}.facts(contig);
  piece.facts.phase_set = 1;
  chunk.pieces.push_back(piece);
  chunk.runs.push_back({0, chunk.text.size(), 0});
  // The bytes after the text must not matter, so make them look like more rows.
  for (std::size_t i = 0; i < ByteBuffer::slack; ++i) {
    chunk.text.end()[i] = chunk.text.data()[i % chunk.text.size()];
  }
}

std::string contig_of(std::string_view text, char delimiter) {
  ContigTracker tracker{delimiter};
  while (!text.empty()) {
    auto const line = text.substr(0, text.find('\n'));
    if (tracker.meet({line.data(), static_cast<std::uint32_t>(line.size())})) break;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return tracker.name();
}

void expect_same_conversions(RowPlan const& plan, Chunk const& chunk) {
  cpu::Stages row_functions = cpu::scalar_stages;
  row_functions.convert_rows = [](cpu::CellRules const&, cpu::SiteFormat&, cpu::RegularRows& rows) {
    return rows.cursor < rows.end ? cpu::RowStop::irregular : cpu::RowStop::end;
  };
  std::string const expected = convert(plan, row_functions, chunk);
  for (auto const* stages : cpu::runnable_stages()) {
    expect(convert(plan, *stages, chunk) == expected, stages->name);
  }
}

}  // namespace hapmill::fuzz

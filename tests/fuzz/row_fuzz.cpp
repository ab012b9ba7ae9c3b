// Rows by every instruction set, and by the row functions alone: the same bytes, counts and faults.
#include "fuzz/fuzz_input.hpp"

#include "backend/cpu/row_converter.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/planner.hpp"
#include "hapmill/support/errors.hpp"
#include "input/contig_list.hpp"
#include "input/contig_runs.hpp"

#include <map>
#include <memory>
#include <sstream>

namespace hapmill::fuzz {
namespace {

using Words = std::vector<std::string>;

constexpr std::uint32_t most_columns = 9;

Words const outputs[] = {{},
                         {"-O", "v"},
                         {"-O", "u"},
                         {"--table-style", "phase"},
                         {"--table-style", "vcf-simplify"},
                         {"-O", "v", "--ps"}};
Words const choices_of_missing[] = {{},
                                    {"--missing", "dot"},
                                    {"--missing", "keep"},
                                    {"--missing", "dot", "--half-call", "missing"},
                                    {"--missing", "dot", "--half-call", "error"},
                                    {"--missing-code", ".", "--missing-code", "NA"}};
Words const choices_of_deletion[] = {{},
                                     {"--deletion", "star"},
                                     {"--deletion", "missing"},
                                     {"--deletion", "drop-site"},
                                     {"--deletion", "keep", "--deletion-code", "del"}};
Words const choices_of_alleles[] = {{},
                                    {"--ambiguous", "missing"},
                                    {"--ambiguous", "error"},
                                    {"--fold-case", "on"},
                                    {"--alt-order", "acgt"},
                                    {"--alt-order", "frequency", "--fold-case", "on"},
                                    {"--alt-from", "printed", "--pairs", "adjacent"}};
Words const choices_of_pairs[] = {
    {"--pairs", "adjacent"}, {"--pairs", "none"}, {"--pairs", "self"}, {}};

Words const choices_of_bad_rows[] = {{}, {"--on-bad-row", "skip"}};
Words const choices_of_delimiter[] = {{}, {"--delimiter", ","}, {"--delimiter", "A"}};
Words const choices_of_report[] = {{}, {"--report", "r"}};

/// The plan that the choices make; none where they contradict each other.
RowPlan const* plan_of(Choices& choices) {
  static std::map<Words, std::unique_ptr<RowPlan>> plans;
  Words arguments{"-", "-q"};
  auto const take = [&](auto const& words) {
    auto const& chosen = words[choices.below(std::size(words))];
    arguments.insert(arguments.end(), chosen.begin(), chosen.end());
  };
  take(outputs);
  take(choices_of_missing);
  take(choices_of_deletion);
  take(choices_of_alleles);
  take(choices_of_pairs);
  take(choices_of_bad_rows);
  take(choices_of_delimiter);
  take(choices_of_report);
  std::size_t const columns = 1 + choices.below(most_columns);
  Words key = arguments;
  key.push_back(std::to_string(columns));
  auto const [known, is_new] = plans.try_emplace(key);
  if (!is_new) return known->second.get();
  try {
    ConvertPlan plan = make_plan(*parse_convert_arguments(arguments));
    Words names;
    for (std::size_t k = 0; k < columns; ++k) names.push_back("c" + std::to_string(k));
    add_samples(plan, names);
    known->second = std::make_unique<RowPlan>(plan.row);
  } catch (Error const&) {
  }
  return known->second.get();
}

/// The rows as one piece, of the contig that the first row to name one is of.
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
  // What lies past the text must not matter: make it look like more of the same.
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

void put(std::ostream& out, RejectedRow const& row) {
  out << row.row << ' ' << row.offset << ' ' << static_cast<int>(row.fault.kind) << ' '
      << row.fault.field << ' ' << row.fault.begin << ' ' << row.fault.size << ' '
      << row.fault.field_count << ' ' << row.text << '\n';
}

/// All that came of the rows.
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

void run(std::uint8_t const* data, std::size_t size) {
  Choices choices{data, size};
  RowPlan const* const plan = plan_of(choices);
  if (plan == nullptr || choices.text().empty()) return;
  std::string const contig = contig_of(choices.text(), plan->delimiter);
  Chunk chunk;
  fill(chunk, contig, choices.text());
  cpu::Stages row_functions = cpu::scalar_stages;
  row_functions.convert_rows = [](cpu::CellRules const&, cpu::SiteFormat&, cpu::RegularRows& rows) {
    return rows.cursor < rows.end ? cpu::RowStop::irregular : cpu::RowStop::end;
  };
  std::string const expected = convert(*plan, row_functions, chunk);
  for (auto const* stages : cpu::runnable_stages()) {
    expect(convert(*plan, *stages, chunk) == expected, stages->name);
  }
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}

#include "groups/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "bytes/text_lines.hpp"
#include "groups/part_manifest.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

/// More lines than this help nobody; the JSON has them all.
constexpr std::size_t most_lines = 100;

/// A contig's ranges, those that touch as one.
struct ContigText {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  std::uint64_t bytes = 0;
  std::size_t segment_count = 0;
};

std::vector<ContigText> gather_contigs(InputPlan const& input) {
  std::vector<ContigText> contigs(input.names.count());
  for (auto const& range : input.ranges) {
    ContigText& contig = contigs[range.contig_id];
    if (!contig.ranges.empty() && contig.ranges.back().second == range.begin) {
      contig.ranges.back().second = range.end;
    } else {
      contig.ranges.emplace_back(range.begin, range.end);
    }
    contig.bytes += range.end - range.begin;
    contig.segment_count += range.begins_segment ? 1 : 0;
  }
  return contigs;
}

std::string describe_contig(std::string const& name, ContigText const& contig, std::uint64_t rows) {
  constexpr std::size_t most_ranges = 3;
  auto text = fmt::format("  {}: {}, about {}, {}, bytes", name, human_bytes(contig.bytes),
                          human_number(rows, "row"), human_number(contig.segment_count, "segment"));
  for (std::size_t k = 0; k < std::min(contig.ranges.size(), most_ranges); ++k) {
    text += fmt::format("{} {} to {}", k == 0 ? "" : ",", contig.ranges[k].first,
                        contig.ranges[k].second);
  }
  if (contig.ranges.size() > most_ranges) {
    text += fmt::format(" and {} more", human_number(contig.ranges.size() - most_ranges, "range"));
  }
  return text + "\n";
}

std::string describe_group(InputPlan const& input, std::size_t number, Group const& group) {
  auto const names = contigs_of(input, group);
  std::string contigs = names.empty() ? "no rows" : quoted(names.front());
  if (names.size() > 1) contigs += " to " + quoted(names.back());
  auto const first = input.ranges.begin() + static_cast<std::ptrdiff_t>(group.first_range);
  auto const segments =
      std::count_if(first, first + static_cast<std::ptrdiff_t>(group.range_count),
                    [](PlannedRange const& range) { return range.begins_segment; });
  return fmt::format("  group {}: {}, {}, {}\n", number, human_bytes(group.bytes),
                     human_number(static_cast<std::uint64_t>(segments), "segment"), contigs);
}

std::string describe_rest(std::size_t count, char const* what) {
  if (count <= most_lines) return {};
  return fmt::format("  and {} more; --json has them all\n",
                     human_number(count - most_lines, what));
}

}  // namespace

std::string describe_plan(ConversionPlanFile const& plan, ConvertPlan const& convert,
                          std::uint64_t groups_asked_for) {
  InputPlan const& input = plan.input;
  auto const contigs = gather_contigs(input);
  auto const rows =
      std::accumulate(plan.row_counts.begin(), plan.row_counts.end(), std::uint64_t{0});
  std::uint64_t bytes = 0;
  for (auto const& file : plan.inputs) bytes += file.size;
  auto text = fmt::format("{}: {}, about {}, {}, found by {}\n",
                          name_of_matrix(convert.files.matrices), human_bytes(bytes),
                          human_number(rows, "row"), human_number(contigs.size(), "contig"),
                          plan.is_scanned ? "a scan of all rows" : "bisection");
  for (std::size_t k = 0; k < std::min(input.contig_order.size(), most_lines); ++k) {
    auto const contig = input.contig_order[k];
    text +=
        describe_contig(quoted(input.names.name(contig)), contigs[contig], plan.row_counts[contig]);
  }
  text += describe_rest(contigs.size(), "contig");
  text += human_number(plan.groups.size(), "group");
  if (plan.groups.size() < groups_asked_for) {
    text += fmt::format(" and not {}: there are no more {}", human_count(groups_asked_for),
                        convert.split_folder  ? "contigs, which --split-by-contig keeps whole"
                        : convert.sorts_sites ? "contigs, which --sort keeps whole"
                                              : "segments (of 64 MiB of a contig)");
  }
  text += "\n";
  for (std::size_t k = 0; k < std::min(plan.groups.size(), most_lines); ++k) {
    text += describe_group(input, k, plan.groups[k]);
  }
  text += describe_rest(plan.groups.size(), "group");
  text +=
      fmt::format("each group: {}, {}, up to {} of memory\n",
                  convert.machine.device.word == "auto" ? "device by its size"
                                                        : "device " + convert.machine.device.word,
                  human_number(plan.threads, "thread"), human_bytes(plan.expected_memory));
  text += fmt::format("{}: about {}; parts in {} until they are joined\n", plan.output,
                      human_bytes(plan.expected_output), parts_folder(plan));
  return text;
}

}  // namespace hapmill

#include "convert/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "bytes/text_lines.hpp"
#include "hapmill/version.hpp"
#include "matrix/row_fault_message.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

using Json = nlohmann::ordered_json;

Json rows_to_json(RowCounts const& rows) {
  return {{"read", rows.read},
          {"written", rows.written},
          {"non_variant", rows.non_variant},
          {"filtered", rows.filtered},
          {"rejected", rows.rejected}};
}

Json contigs_to_json(ConversionResult const& result) {
  Json contigs = Json::array();
  for (auto const contig : result.contig_order) {
    Json entry{{"name", result.contigs.name(contig)}};
    RowCounts const none;
    auto const& rows = contig < result.totals.contigs.size() ? result.totals.contigs[contig] : none;
    entry.update(rows_to_json(rows));
    contigs.push_back(entry);
  }
  return contigs;
}

Json filtered_to_json(Totals const& totals) {
  Json reasons = Json::object();
  for (std::size_t reason = 0; reason < totals.filtered.size(); ++reason) {
    if (totals.filtered[reason] == 0) continue;
    reasons[std::string{filter_name(static_cast<FilterReason>(reason))}] = totals.filtered[reason];
  }
  return reasons;
}

/// A number where the matrix is one file, else `FILE:LINE`.
Json place_to_json(ConversionResult const& result, RowPlace place) {
  if (result.matrix_files.size() <= 1) return line_of(place);
  return file_and_line(result.matrix_files, place);
}

Json matrix_to_json(ConversionResult const& result) {
  if (result.matrix_files.size() <= 1) return result.matrix;
  return result.matrix_files;
}

std::vector<std::string> describe_places(ConversionResult const& result,
                                         std::vector<RowPlace> const& places) {
  std::vector<std::string> words;
  for (auto const place : places) {
    words.push_back(result.matrix_files.size() <= 1 ? std::to_string(line_of(place))
                                                    : file_and_line(result.matrix_files, place));
  }
  return words;
}

Json rejected_to_json(ConversionResult const& result) {
  Json reasons = Json::object();
  for (std::size_t kind = 0; kind < result.totals.rejected.size(); ++kind) {
    RejectedRows const& rows = result.totals.rejected[kind];
    if (rows.count == 0) continue;
    std::string const reason{fault_reason(static_cast<RowFaultKind>(kind))};
    Json places = Json::array();
    for (auto const place : rows.first_lines) places.push_back(place_to_json(result, place));
    reasons[reason] = {{"count", rows.count}, {"first_lines", places}};
  }
  return reasons;
}

Json unsorted_to_json(ConversionResult const& result) {
  if (!result.totals.unsorted) return nullptr;
  UnsortedSite const& site = *result.totals.unsorted;
  return {{"line", place_to_json(result, site.line)},
          {"contig", site.contig},
          {"pos", site.pos},
          {"pos_before", site.pos_before}};
}

Json samples_to_json(ConversionResult const& result) {
  Json samples = Json::array();
  for (auto const& sample : result.plan.samples) {
    ColumnCounts sum = result.totals.columns[sample.columns.first];
    if (sample.columns.second != SampleColumns::none) {
      sum.missing += result.totals.columns[sample.columns.second].missing;
      sum.deleted += result.totals.columns[sample.columns.second].deleted;
    }
    samples.push_back({{"name", sample.name}, {"missing", sum.missing}, {"deleted", sum.deleted}});
  }
  return samples;
}

Json memory_to_json(MemorySummary const& profile) {
  Json processes = Json::array();
  for (auto const& process : profile.processes) {
    processes.push_back({{"name", process.name},
                         {"peak_rss", process.memory.resident},
                         {"peak_pss", process.memory.proportional},
                         {"peak_uss", process.memory.unique}});
  }
  return {{"samples", profile.sample_count},
          {"peak_pss", profile.peak_proportional},
          {"peak_rss", profile.peak_resident},
          {"least_available", profile.least_available},
          {"processes", processes}};
}

Json regions_to_json(RegionNotes const& regions) {
  return {{"count", regions.count},
          {"without_rows", regions.empty_count},
          {"unknown_contigs", regions.unknown_count}};
}

/// `first, second, …`
std::string first_of(std::vector<std::string> const& names, std::size_t count) {
  std::vector<std::string> words;
  for (auto const& name : names) words.push_back(hapmill::quoted(name));
  return fmt::format("{}{}", fmt::join(words, ", "), count > names.size() ? " …" : "");
}

std::string describe_regions(RegionNotes const& regions) {
  std::string text;
  if (regions.empty_count != 0) {
    text += fmt::format("  {} of {} without a row: {}\n", human_count(regions.empty_count),
                        human_number(regions.count, "region"),
                        first_of(regions.first_empty, regions.empty_count));
  }
  if (regions.unknown_count != 0) {
    text += fmt::format("  of the regions, {} not in the matrix: {}\n",
                        human_number(regions.unknown_count, "contig"),
                        first_of(regions.first_unknown, regions.unknown_count));
  }
  return text;
}

}  // namespace

std::string make_report(ConversionResult const& result) {
  Json report{{"program", "hapmill"},
              {"version", version},
              {"command", result.command},
              {"matrix", matrix_to_json(result)},
              {"output", result.output},
              {"backend", result.backend},
              {"threads", result.threads},
              {"complete", result.is_complete},
              {"seconds", result.seconds},
              {"bytes_in", result.bytes_in},
              {"text_bytes_in", result.text_bytes_in},
              {"bytes_out", result.bytes_out},
              {"peak_memory",
               {{"vm_hwm", result.memory.peak_resident}, {"pss", result.memory.proportional}}},
              {"memory", memory_to_json(result.profile)},
              {"rows", rows_to_json(result.totals.rows)},
              {"half_calls", result.totals.half_calls},
              {"filtered", filtered_to_json(result.totals)},
              {"rejected", rejected_to_json(result)},
              {"notes", result.notes},
              {"unsorted", unsorted_to_json(result)},
              {"contigs", contigs_to_json(result)},
              {"samples", samples_to_json(result)}};
  if (result.regions) report["regions"] = regions_to_json(*result.regions);
  // Names may hold any byte; JSON is UTF-8.
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string make_unsorted_warning(ConversionResult const& result) {
  UnsortedSite const& site = *result.totals.unsorted;
  return fmt::format(
      "hapmill: warning: {}: position {} of contig {} stands after position {}; {} is written "
      "as the matrix stands, without an index: sort the sites of each contig with --sort\n",
      result.matrix_files.size() <= 1 ? fmt::format("{}:{}", result.matrix, line_of(site.line))
                                      : file_and_line(result.matrix_files, site.line),
      site.pos, hapmill::quoted(site.contig), site.pos_before, result.output);
}

std::string make_summary(ConversionResult const& result) {
  RowCounts const& rows = result.totals.rows;
  auto text = fmt::format("{}: {} read = {} written + {} non-variant + {} filtered + {} rejected\n",
                          result.matrix, human_number(rows.read, "row"),
                          human_number(rows.written, "variant site"), human_count(rows.non_variant),
                          human_count(rows.filtered), human_count(rows.rejected));
  for (std::size_t reason = 0; reason < result.totals.filtered.size(); ++reason) {
    if (result.totals.filtered[reason] == 0) continue;
    text += fmt::format("  filtered, {}: {}\n", filter_name(static_cast<FilterReason>(reason)),
                        human_count(result.totals.filtered[reason]));
  }
  for (std::size_t kind = 0; kind < result.totals.rejected.size(); ++kind) {
    RejectedRows const& rejected = result.totals.rejected[kind];
    if (rejected.count == 0) continue;
    text += fmt::format("  rejected, {}: {}, first in line{} {}\n",
                        fault_reason(static_cast<RowFaultKind>(kind)), human_count(rejected.count),
                        rejected.first_lines.size() == 1 ? "" : "s",
                        fmt::join(describe_places(result, rejected.first_lines), ", "));
  }
  if (result.regions) text += describe_regions(*result.regions);
  for (auto const& note : result.notes) text += "  " + note + "\n";
  if (!result.is_complete) {
    text += "  stopped early: nobody reads " + result.output + " any more\n";
  }
  if (result.totals.half_calls != 0) {
    bool const are_kept =
        result.plan.kind != RecordKind::table && result.plan.half_call == HalfCallPolicy::keep;
    text += fmt::format("  half-calls: {}{}\n", human_count(result.totals.half_calls),
                        are_kept ? "; plink2 takes them with --vcf-half-call (haploid, missing, "
                                   "reference)"
                                 : "");
  }
  text +=
      fmt::format("{}: {}, {}, {} in, {} out, {} ({}/s), peak memory {}, {}, {}\n", result.output,
                  human_number(result.plan.samples.size(), "sample"),
                  human_number(result.contig_order.size(), "contig"), human_bytes(result.bytes_in),
                  human_bytes(result.bytes_out), human_time(result.seconds),
                  human_bytes(static_cast<std::uint64_t>(static_cast<double>(result.bytes_in) /
                                                         std::max(result.seconds, 1e-6))),
                  human_bytes(result.memory.peak_resident), result.backend,
                  human_number(result.threads, "thread"));
  return text;
}

}  // namespace hapmill

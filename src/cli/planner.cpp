#include "cli/planner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/allele_rules_builder.hpp"
#include "cli/option_table.hpp"

namespace hapmill {

namespace {

bool is_for_phasers(TableStyle style) {
  return style == TableStyle::phase || style == TableStyle::vcf_simplify;
}

void check_output_type(ConvertOptions const& options) {
  if (!options.output_type.empty() && options.output_type != "t") {
    throw UsageError{"-O " + options.output_type +
                     ": this version writes the haplotype table only, -O t"};
  }
  if (!options.output_type.empty()) return;
  for (std::string_view const suffix : {".vcf", ".vcf.gz", ".vcf.bgz", ".bcf", ".gz", ".bgz"}) {
    if (options.output.ends_with(suffix)) {
      throw UsageError{fmt::format(
          "-o {}: this version writes the haplotype table only, as plain text; name the file "
          "otherwise, or give -O t to write the table under this name",
          options.output)};
    }
  }
}

char parse_delimiter(std::string const& text) {
  std::string const byte = text == "\\t" ? "\t" : text;
  if (byte.size() != 1 || byte[0] == '\n' || byte[0] == '\r' || byte[0] == '\0') {
    throw UsageError{"--delimiter is a single byte, and no newline"};
  }
  return byte[0];
}

TableStyle parse_style(std::string const& text) {
  return parse_word<TableStyle>("table-style", text,
                                {{"panel-v1", TableStyle::panel_v1},
                                 {"panel", TableStyle::panel},
                                 {"phase", TableStyle::phase},
                                 {"vcf-simplify", TableStyle::vcf_simplify}});
}

/// A sample of these tables is whole or `.`: what prints a missing or deletion code inside a
/// genotype would stop the tools that read them.
void check_phaser_policies(std::string const& style, RowPlan const& plan) {
  if (!is_for_phasers(plan.style)) return;
  if (plan.missing == MissingPolicy::keep) {
    throw UsageError{"--missing keep has no form in --table-style " + style + "; use ref or dot"};
  }
  if (plan.rules.deletion == DeletionPolicy::keep) {
    throw UsageError{"--deletion keep has no form in --table-style " + style +
                     "; use ref, star, missing or drop-site"};
  }
}

PairOptions parse_pairs(ConvertOptions const& options) {
  PairOptions pairs;
  pairs.unpaired_haploid =
      parse_word<bool>("unpaired", options.unpaired, {{"skip", false}, {"haploid", true}});
  if (options.pairs == "auto") {
    pairs.mode = PairMode::automatic;
  } else if (options.pairs == "adjacent") {
    pairs.mode = PairMode::adjacent;
  } else if (options.pairs == "self") {
    pairs.mode = PairMode::self;
  } else if (options.pairs == "none") {
    pairs.mode = PairMode::none;
  } else {
    pairs.mode = PairMode::file;
    pairs.path = options.pairs;
  }
  return pairs;
}

CellOptions parse_cells(ConvertOptions const& options, bool for_phasers) {
  CellOptions cells;
  if (!options.missing_codes.empty()) cells.missing_codes = options.missing_codes;
  cells.deletion_code = options.deletion_code;
  cells.fold_case =
      parse_word<bool>("fold-case", options.fold_case, {{"off", false}, {"on", true}});
  cells.deletion = parse_word<DeletionPolicy>(
      "deletion", options.deletion.value_or(for_phasers ? "star" : "ref"),
      {{"ref", DeletionPolicy::ref},
       {"keep", DeletionPolicy::keep},
       {"star", DeletionPolicy::star},
       {"missing", DeletionPolicy::missing},
       {"drop-site", DeletionPolicy::drop_site}});
  cells.ambiguous = parse_word<AmbiguousPolicy>(
      "ambiguous", options.ambiguous.value_or(for_phasers ? "missing" : "literal"),
      {{"literal", AmbiguousPolicy::literal},
       {"missing", AmbiguousPolicy::missing},
       {"error", AmbiguousPolicy::error}});
  return cells;
}

}  // namespace

ConvertPlan make_plan(ConvertOptions const& options) {
  check_output_type(options);
  ConvertPlan plan;
  RowPlan& row = plan.row;
  row.delimiter = parse_delimiter(options.delimiter);
  row.style = parse_style(options.table_style);
  bool const for_phasers = is_for_phasers(row.style);
  row.rules = make_allele_rules(parse_cells(options, for_phasers));
  row.missing = parse_word<MissingPolicy>(
      "missing", options.missing.value_or(for_phasers ? "dot" : "ref"),
      {{"ref", MissingPolicy::ref}, {"keep", MissingPolicy::keep}, {"dot", MissingPolicy::dot}});
  row.half_call = parse_word<HalfCallPolicy>(
      "half-call", options.half_call.value_or(for_phasers ? "missing" : "keep"),
      {{"keep", HalfCallPolicy::keep},
       {"missing", HalfCallPolicy::missing},
       {"ref", HalfCallPolicy::ref},
       {"error", HalfCallPolicy::error}});
  row.alt_order = parse_word<AltOrder>(
      "alt-order", options.alt_order,
      {{"first", AltOrder::first}, {"acgt", AltOrder::acgt}, {"frequency", AltOrder::frequency}});
  row.pi_prefix = options.pi_prefix;
  if (std::any_of(row.pi_prefix.begin(), row.pi_prefix.end(), is_control)) {
    throw UsageError{"--pi-prefix holds a control byte"};
  }
  row.bad_rows =
      parse_word<BadRowPolicy>("on-bad-row", options.on_bad_row,
                               {{"error", BadRowPolicy::error}, {"skip", BadRowPolicy::skip}});
  row.count_columns = options.report.has_value();
  plan.pairs = parse_pairs(options);
  plan.alt_from = parse_word<AltFrom>("alt-from", options.alt_from,
                                      {{"all", AltFrom::all}, {"printed", AltFrom::printed}});
  plan.contig_order =
      parse_word<ContigOrder>("contig-order", options.contig_order,
                              {{"first", ContigOrder::first}, {"sorted", ContigOrder::sorted}});
  check_phaser_policies(options.table_style, row);
  if (options.rejects && row.bad_rows == BadRowPolicy::error) {
    throw UsageError{"--rejects keeps rows that --on-bad-row skip leaves out: give both"};
  }
  return plan;
}

void add_samples(ConvertPlan& plan, std::vector<std::string> column_names) {
  RowPlan& row = plan.row;
  row.column_names = std::move(column_names);
  row.samples = make_samples(row.column_names, plan.pairs);
  if (plan.alt_from == AltFrom::all) return;
  std::vector<std::uint8_t> uncounted(row.column_names.size(), missing_bit<ByteCode>);
  for (auto const& sample : row.samples) {
    uncounted[sample.columns.first] = 0;
    if (sample.columns.second != SampleColumns::none) uncounted[sample.columns.second] = 0;
  }
  for (auto const bit : uncounted) {
    if (bit != 0) row.uncounted = uncounted;
  }
}

}  // namespace hapmill

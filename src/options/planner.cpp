#include "options/planner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "options/allele_rules_builder.hpp"
#include "options/column_options.hpp"
#include "options/option_table.hpp"
#include "options/site_filter_options.hpp"

namespace hapmill {

namespace {

bool is_for_phasers(TableStyle style) {
  return style == TableStyle::phase || style == TableStyle::vcf_simplify;
}

/// The kinds of output that differ in what their cells can hold.
enum class Family : std::uint8_t { panel, phasers, vcf };

/// The policy of each family that no option changes.
struct Defaults {
  char const* missing;
  char const* deletion;
  char const* half_call;
  char const* ambiguous;
  char const* fold_case;
  char const* alt_from;
};

Defaults defaults_of(Family family) {
  switch (family) {
    case Family::panel:
      break;
    case Family::phasers:
      return {"dot", "star", "missing", "missing", "off", "all"};
    case Family::vcf:
      return {"dot", "star", "keep", "missing", "on", "printed"};
  }
  return {"ref", "ref", "keep", "literal", "off", "all"};
}

/// Options that the output has no place for.
void check_output_options(ConvertOptions const& options, OutputType type) {
  auto const refuse = [](bool is_given, char const* option, char const* outputs) {
    if (is_given) throw UsageError{fmt::format("{} is for {} only", option, outputs)};
  };
  if (type.is_vcf()) {
    refuse(options.table_style.has_value(), "--table-style", "the haplotype table");
    refuse(options.pi_prefix.has_value(), "--pi-prefix", "the haplotype table");
  } else {
    constexpr char const* vcf = "VCF and BCF (-O v, z, u, b)";
    refuse(options.phase_sets, "--ps", vcf);
    refuse(options.fai.has_value(), "--fai", vcf);
    refuse(options.contigs.has_value(), "--contigs", vcf);
    refuse(options.no_version, "--no-version", vcf);
  }
  if (options.fai && options.contigs) {
    throw UsageError{"--fai and --contigs both list the contigs: give one of them"};
  }
  refuse(options.compression_level && !type.is_compressed, "--compression-level",
         "compressed output (-O z, b, or a name that ends in .gz)");
  bool const may_be_indexed = type.is_compressed && type.is_vcf();
  refuse(options.index && *options.index != "none" && !may_be_indexed, "--index",
         "compressed VCF and BCF (-O z, b)");
}

TableStyle parse_style(std::string const& text) {
  return parse_word<TableStyle>("table-style", text,
                                {{"panel-v1", TableStyle::panel_v1},
                                 {"panel", TableStyle::panel},
                                 {"phase", TableStyle::phase},
                                 {"vcf-simplify", TableStyle::vcf_simplify}});
}

/// In VCF, and in tables whose samples are whole or `.`, a missing or deletion code has no place.
void check_policies(Family family, std::string const& output, RowPlan const& plan,
                    AmbiguousPolicy ambiguous) {
  if (family == Family::panel) return;
  auto const refuse = [&](char const* what, char const* words) {
    throw UsageError{fmt::format("{} has no form in {}; use {}", what, output, words)};
  };
  bool const is_vcf = family == Family::vcf;
  if (plan.missing == MissingPolicy::keep) refuse("--missing keep", "ref or dot");
  char const* const deletions =
      is_vcf ? "star, missing or drop-site" : "ref, star, missing or drop-site";
  if (plan.rules.deletion == DeletionPolicy::keep) refuse("--deletion keep", deletions);
  if (!is_vcf) return;
  if (plan.rules.deletion == DeletionPolicy::ref) refuse("--deletion ref", deletions);
  if (ambiguous == AmbiguousPolicy::literal) refuse("--ambiguous literal", "missing or error");
}

IndexChoice parse_index(ConvertOptions const& options, OutputType type) {
  if (!options.index) return IndexChoice::by_output;
  auto const index = parse_word<IndexChoice>(
      "index", *options.index,
      {{"csi", IndexChoice::csi}, {"tbi", IndexChoice::tbi}, {"none", IndexChoice::none}});
  if (index == IndexChoice::tbi && type.kind == RecordKind::bcf) {
    throw UsageError{"--index tbi is for VCF only; BCF takes csi"};
  }
  return index;
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
    if (options.files.pairs) pairs.path = *options.files.pairs;
  }
  return pairs;
}

SampleChoice parse_samples(ConvertOptions const& options) {
  if (options.samples && options.samples_file) {
    throw UsageError{"--samples and --samples-file both choose the samples: give one of them"};
  }
  SampleChoice choice;
  if (options.samples) choice.take_list(*options.samples);
  if (options.files.samples) {
    choice.take_file(*options.files.samples, options.samples_file->starts_with('^'));
  }
  if (options.rename && options.rename->empty()) throw UsageError{"--rename: the file has no name"};
  if (options.files.rename) choice.rename_path = *options.files.rename;
  return choice;
}

CellOptions parse_cells(ConvertOptions const& options, Defaults const& defaults) {
  CellOptions cells;
  if (!options.missing_codes.empty()) cells.missing_codes = options.missing_codes;
  cells.deletion_code = options.deletion_code;
  cells.fold_case = parse_word<bool>("fold-case", options.fold_case.value_or(defaults.fold_case),
                                     {{"off", false}, {"on", true}});
  cells.deletion =
      parse_word<DeletionPolicy>("deletion", options.deletion.value_or(defaults.deletion),
                                 {{"ref", DeletionPolicy::ref},
                                  {"keep", DeletionPolicy::keep},
                                  {"star", DeletionPolicy::star},
                                  {"missing", DeletionPolicy::missing},
                                  {"drop-site", DeletionPolicy::drop_site}});
  cells.ambiguous =
      parse_word<AmbiguousPolicy>("ambiguous", options.ambiguous.value_or(defaults.ambiguous),
                                  {{"literal", AmbiguousPolicy::literal},
                                   {"missing", AmbiguousPolicy::missing},
                                   {"error", AmbiguousPolicy::error}});
  return cells;
}

/// The policies that say how cells are read and how alleles are written.
void plan_cells(ConvertOptions const& options, Family family, ConvertPlan& plan) {
  RowPlan& row = plan.row;
  Defaults const defaults = defaults_of(family);
  CellOptions cells = parse_cells(options, defaults);
  if (options.missing_codes.empty()) cells.missing_codes = missing_codes_of(plan.genotypes.format);
  check_codes(plan.genotypes.format, cells);
  plan.genotypes.missing_codes = cells.missing_codes;
  cells.ref_is_base = plan.output.is_vcf();
  row.rules = make_allele_rules(cells);
  plan.missing_code = cells.missing_codes.front();
  plan.deletion_code = cells.deletion_code;
  row.missing = parse_word<MissingPolicy>(
      "missing", options.missing.value_or(defaults.missing),
      {{"ref", MissingPolicy::ref}, {"keep", MissingPolicy::keep}, {"dot", MissingPolicy::dot}});
  row.half_call =
      parse_word<HalfCallPolicy>("half-call", options.half_call.value_or(defaults.half_call),
                                 {{"keep", HalfCallPolicy::keep},
                                  {"missing", HalfCallPolicy::missing},
                                  {"ref", HalfCallPolicy::ref},
                                  {"error", HalfCallPolicy::error}});
  check_policies(
      family,
      plan.output.is_vcf() ? "VCF" : "--table-style " + options.table_style.value_or("panel-v1"),
      row, cells.ambiguous);
}

/// Which samples are written, and which of their columns count.
void plan_samples(ConvertOptions const& options, Family family, ConvertPlan& plan) {
  plan.pairs = parse_pairs(options);
  plan.pairs_word = options.pairs;
  plan.samples = parse_samples(options);
  char const* const alt_from = plan.samples.chooses() ? "printed" : defaults_of(family).alt_from;
  plan.alt_from = parse_word<AltFrom>("alt-from", options.alt_from.value_or(alt_from),
                                      {{"all", AltFrom::all}, {"printed", AltFrom::printed}});
}

/// What becomes of rows that do not fit.
void plan_bad_rows(ConvertOptions const& options, RowPlan& row) {
  row.bad_rows =
      parse_word<BadRowPolicy>("on-bad-row", options.on_bad_row,
                               {{"error", BadRowPolicy::error}, {"skip", BadRowPolicy::skip}});
  if (options.rejects && row.bad_rows == BadRowPolicy::error) {
    throw UsageError{"--rejects keeps rows that --on-bad-row skip leaves out: give both"};
  }
}

/// Where the output goes, and the files beside it.
void plan_output(ConvertOptions const& options, ConvertPlan& plan) {
  plan.compression_level = static_cast<int>(
      options.compression_level ? parse_count("compression-level", *options.compression_level, 0, 9)
                                : default_compression_level);
  plan.index = parse_index(options, plan.output);
  plan.split_folder = options.split_folder;
  plan.split_pattern =
      options.output == "-" ? "{contig}" + default_suffix(plan.output) : options.output;
  plan.contigs = options.contigs;
  plan.shaping_command = options.shaping_command;
  plan.names_version = !options.no_version;
}

}  // namespace

bool names_pairs_file(ConvertOptions const& options) {
  auto const words = {"auto", "adjacent", "self", "none"};
  return std::find(words.begin(), words.end(), options.pairs) == words.end();
}

ConvertPlan make_plan(ConvertOptions const& options) {
  ConvertPlan plan;
  plan.output = parse_output_type(options.output_type, options.output);
  check_output_options(options, plan.output);
  RowPlan& row = plan.row;
  row.kind = plan.output.kind;
  row.has_phase_set = options.phase_sets;
  plan.layout = parse_columns(options);
  plan.least_quality = parse_min_quality(options, plan.layout);
  row.delimiter = plan.layout.shape.delimiter;
  plan.genotypes = plan_genotypes(options, row.kind);
  apply(plan.genotypes, plan.layout.shape, row);
  row.style = parse_style(options.table_style.value_or("panel-v1"));
  Family const family = plan.output.is_vcf()        ? Family::vcf
                        : is_for_phasers(row.style) ? Family::phasers
                                                    : Family::panel;
  plan_cells(options, family, plan);
  row.alt_order = parse_word<AltOrder>(
      "alt-order", options.alt_order,
      {{"first", AltOrder::first}, {"acgt", AltOrder::acgt}, {"frequency", AltOrder::frequency}});
  row.pi_prefix = options.pi_prefix.value_or("");
  if (std::any_of(row.pi_prefix.begin(), row.pi_prefix.end(), is_control)) {
    throw UsageError{"--pi-prefix holds a control byte"};
  }
  plan_bad_rows(options, row);
  row.count_columns = options.report.has_value();
  plan_samples(options, family, plan);
  row.filters = parse_site_filters(options);
  plan.contig_order =
      parse_word<ContigOrder>("contig-order", options.contig_order,
                              {{"first", ContigOrder::first}, {"sorted", ContigOrder::sorted}});
  plan.sorts_sites = options.sort;
  plan.regions = options.regions;
  plan.full_scan = options.full_scan;
  plan_output(options, plan);
  plan.files = options.files;
  plan.machine = plan_machine(options);
  plan.progress = options.progress;
  plan.quiet = options.quiet;
  plan.command = options.command;
  plan.typed = options;
  return plan;
}

void add_samples(ConvertPlan& plan, std::vector<std::string> column_names,
                 std::vector<std::uint32_t> const& fields) {
  RowPlan& row = plan.row;
  if (plan.genotypes.format != InputFormat::matrix) {
    add_genotype_columns(plan.genotypes.format, column_names, row);
  } else {
    row.column_names = std::move(column_names);
    row.samples = make_samples(row.column_names, plan.pairs, fields);
  }
  row.samples = choose_samples(std::move(row.samples), row.column_names, plan.samples);
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

#include "random_matrix.hpp"

#include "random.hpp"
#include "random_choice.hpp"
#include "random_layout.hpp"
#include "random_options.hpp"
#include "random_rows.hpp"
#include "random_vcf_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <optional>
#include <utility>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

enum class HeaderSource { row, file, names_file, none };

/// Line ends: LF, CRLF, or a mixture.
class LineEnds {
 public:
  explicit LineEnds(Random& random) : random_{random}, style_{random.below(6)} {}

  std::string next() {
    if (style_ > 1) return "\n";
    return style_ == 0 || random_.one_in(2) ? "\r\n" : "\n";
  }

 private:
  Random& random_;
  std::uint64_t style_;
};

std::string join(Texts const& texts, std::string const& separator) {
  std::string joined;
  for (std::size_t i = 0; i < texts.size(); ++i) joined += (i > 0 ? separator : "") + texts[i];
  return joined;
}

std::string make_header(Random& random, Texts const& names, char delimiter) {
  std::string const first = random.pick(
      Texts{"CHROM", "#CHROM", "chrom", "Chr", "contig", "CHROMOSOME", "scaffold", "#Chrom"});
  Texts header{first, random.pick(Texts{"POS", "pos", "position", "1e9", ""}), "REF"};
  header.insert(header.end(), names.begin(), names.end());
  return join(header, std::string(1, delimiter));
}

std::size_t pick_row_count(Random& random, std::size_t column_count) {
  std::size_t const most_cells = 30'000;
  std::size_t const wanted = random.one_in(8) ? random.between(0, 600) : random.between(0, 60);
  return std::min(wanted, 1 + most_cells / column_count);
}

/// Makes the rows; for VCF it adds the .fai to the options.
std::string make_rows(Random& random, LineEnds& line_ends, std::size_t column_count,
                      bool first_row_tells_columns, reference::Options& options) {
  bool const vcf = options.output_kind == "vcf";
  Texts const contigs =
      vcf ? make_vcf_contigs(random, options.delimiter) : make_contigs(random, options.delimiter);
  if (vcf && random.one_in(3)) options.fai = make_fai(random, contigs);
  std::size_t const row_count = pick_row_count(random, column_count);
  RowRates const rates = vcf ? make_vcf_row_rates(random) : make_row_rates(random);
  RowRates good = rates;
  good.bad_row = 0;
  std::optional<VcfPositions> positions;
  if (vcf) positions.emplace(random);
  std::string rows;
  for (std::string const& contig : make_contig_runs(random, contigs, row_count, options.stream)) {
    bool const must_be_good = first_row_tells_columns && rows.empty();
    std::string const pos = positions ? positions->next(contig) : "";
    rows += make_row(random, contig, column_count, must_be_good ? good : rates, options, pos);
    rows += line_ends.next();
  }
  return rows;
}

void write_file(std::filesystem::path const& path, std::string const& text) {
  std::ofstream file{path, std::ios::binary};
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file << text << std::flush;
}

std::string make_fai_text(std::vector<std::pair<std::string, std::uint64_t>> const& fai) {
  std::string text;
  for (auto const& [contig, length] : fai) {
    text += contig + '\t' + std::to_string(length) + "\t6\t60\t61\n";
  }
  return text;
}

/// Writes the file and its index.
std::filesystem::path write_fasta(std::map<std::string, std::string> const& sequences,
                                  std::filesystem::path const& folder) {
  std::string text;
  std::string index;
  for (auto const& [name, bases] : sequences) {
    text += '>' + name + '\n';
    std::string const size = std::to_string(bases.size());
    index += name + '\t' + size + '\t' + std::to_string(text.size()) + '\t' + size + '\t' +
             std::to_string(bases.size() + 1) + '\n';
    text += bases + '\n';
  }
  write_file(folder / "reference.fa", text);
  write_file(folder / "reference.fa.fai", index);
  return folder / "reference.fa";
}

RandomCase make_case(std::uint64_t seed, bool vcf) {
  Random random{seed};
  RandomCase made;
  made.seed = seed;
  made.options = vcf ? make_random_vcf_options(random) : make_random_options(random);
  made.spell_defaults = random.one_in(4);
  char const delimiter = made.options.delimiter;
  LineEnds line_ends{random};

  auto const source = static_cast<HeaderSource>(random.below(4));
  Texts names = make_column_names(random, delimiter, vcf ? 12 : 40);
  if (source == HeaderSource::none) {
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = "s" + std::to_string(i + 1);
  }
  std::string const header = make_header(random, names, delimiter);
  std::string const last_line_end = random.one_in(4) ? "" : line_ends.next();
  if (source == HeaderSource::file) made.options.header_text = header + last_line_end;
  bool const unread_names = source != HeaderSource::none && random.one_in(30);
  if (source == HeaderSource::names_file || unread_names) {
    made.options.column_names_text = join(names, line_ends.next()) + last_line_end;
  }
  if (made.options.pairs == "file") made.options.pairs_text = make_pairs_text(random, names);

  if (random.one_in(12)) made.matrix += "\xEF\xBB\xBF";
  for (std::uint64_t i = random.one_in(8) ? random.between(1, 3) : 0; i > 0; --i) {
    made.matrix += random.pick(Texts{"##", "##source=x", "##a\tb"});
    made.matrix += line_ends.next();
  }
  bool const unread_header = source == HeaderSource::file && random.one_in(20);
  if (source == HeaderSource::row || unread_header) made.matrix += header + line_ends.next();
  made.matrix +=
      make_rows(random, line_ends, names.size(), source == HeaderSource::none, made.options);
  if (random.one_in(4) && made.matrix.ends_with('\n')) made.matrix.pop_back();
  if (random.one_in(150)) made.matrix.clear();
  // A random generator of its own, so that the matrices of old seeds do not change.
  Random choice{~seed};
  if (choice.one_in(2)) add_random_choice(choice, names, made.options);
  return made;
}

}  // namespace

RandomCase make_random_case(std::uint64_t seed) { return make_case(seed, false); }

RandomCase make_random_vcf_case(std::uint64_t seed) { return make_case(seed, true); }

RandomCase make_random_layout_case(std::uint64_t seed) {
  RandomCase made = make_case(seed, seed % 3 == 0);
  lay_out(made);
  return made;
}

std::vector<std::string> command_line_options(RandomCase const& random_case,
                                              std::filesystem::path const& folder) {
  reference::Options const& options = random_case.options;
  reference::Options const defaults;
  Texts arguments;
  auto const add = [&](std::string const& name, std::string const& value) {
    arguments.push_back("--" + name + "=" + value);
  };
  auto const add_file = [&](std::string const& name, std::string const& text) {
    write_file(folder / (name + ".txt"), text);
    add(name, (folder / (name + ".txt")).string());
  };
  auto const add_choice = [&](std::string const& name, std::string const& value,
                              std::string const& default_value) {
    if (value != default_value || random_case.spell_defaults) add(name, value);
  };

  if (options.header_text) add_file("header", *options.header_text);
  if (options.column_names_text) add_file("column-names", *options.column_names_text);
  bool const has_genotypes = options.input_format != defaults.input_format;
  add_choice("input-format", options.input_format, defaults.input_format);
  if (options.unphased) add("unphased", *options.unphased);
  if (options.sequences) {
    add("reference", write_fasta(*options.sequences, folder).string());
    if (options.input_format != "hapmap") add_choice("check-ref", options.check_ref, "warn");
  }
  if (has_genotypes) {
    // Each column is a sample.
  } else if (options.pairs == "file") {
    add_file("pairs", options.pairs_text.value_or(""));
  } else {
    add_choice("pairs", options.pairs, defaults.pairs);
  }
  if (!has_genotypes) add_choice("unpaired", options.unpaired_haploid ? "haploid" : "skip", "skip");
  if (options.samples) add("samples", *options.samples);
  if (options.samples_file_text) {
    auto const path = folder / "samples.txt";
    write_file(path, *options.samples_file_text);
    add("samples-file", (options.samples_file_excludes ? "^" : "") + path.string());
  }
  if (options.rename_text) add_file("rename", *options.rename_text);
  if (options.min_alleles) add("min-alleles", std::to_string(*options.min_alleles));
  if (options.max_alleles) add("max-alleles", std::to_string(*options.max_alleles));
  if (options.snps_only) arguments.push_back("--snps-only");
  if (options.min_ac) add("min-ac", std::to_string(*options.min_ac));
  if (options.max_missing_rate) add("max-missing-rate", *options.max_missing_rate);
  bool const vcf = options.output_kind == "vcf";
  if (vcf) {
    add("output-type", "v");
  } else {
    add_choice("table-style", options.table_style, defaults.table_style);
  }
  if (options.alt_from || random_case.spell_defaults) {
    bool const chooses = options.samples || options.samples_file_text;
    add("alt-from", options.alt_from.value_or(vcf || chooses ? "printed" : "all"));
  }
  add_choice("alt-order", options.alt_order, defaults.alt_order);
  if (!options.pi_prefix.empty()) add("pi-prefix", options.pi_prefix);
  if (options.missing) add("missing", *options.missing);
  if (options.deletion) add("deletion", *options.deletion);
  if (options.half_call) add("half-call", *options.half_call);
  if (options.ambiguous) add("ambiguous", *options.ambiguous);
  for (std::string const& code : options.missing_codes) add("missing-code", code);
  add_choice("deletion-code", options.deletion_code, defaults.deletion_code);
  if (options.fold_case || random_case.spell_defaults) {
    add("fold-case", options.fold_case.value_or(vcf) ? "on" : "off");
  }
  if (options.delimiter_runs) {
    add("delimiter", "spaces");
  } else {
    add_choice("delimiter", {options.delimiter}, {defaults.delimiter});
  }
  if (options.columns) add("columns", *options.columns);
  if (options.cell_columns) add("cell-columns", *options.cell_columns);
  if (options.min_quality) add("min-quality", *options.min_quality);
  add_choice("contig-order", options.contig_order, defaults.contig_order);
  add_choice("on-bad-row", options.skip_bad_rows ? "skip" : "error", "error");
  if (options.fai) add_file("fai", make_fai_text(*options.fai));
  if (options.ps) arguments.push_back("--ps");
  if (random_case.sort) arguments.push_back("--sort");
  return arguments;
}

}  // namespace hapmill::test

#include "random_options.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

void forgo_clashes(Random& random, reference::Options& options) {
  bool const phase = options.table_style == "phase" || options.table_style == "vcf-simplify";
  if (phase && options.missing == "keep" && !random.one_in(10)) options.missing.reset();
  if (phase && options.deletion == "keep" && !random.one_in(10)) options.deletion.reset();
  if (options.stream && !random.one_in(10)) options.contig_order = "first";
}

std::size_t pick_column_count(Random& random, std::uint64_t wide_in) {
  if (random.one_in(wide_in)) return random.between(61, 700);
  return random.one_in(2) ? random.between(1, 8) : random.between(1, 60);
}

Texts make_paired_names(Random& random, std::size_t count) {
  using Suffixes = std::pair<std::string, std::string>;
  std::vector<Suffixes> const families{{"a", "b"}, {"A", "B"}, {"_1", "_2"}, {".1", ".2"}};
  bool const one_family = !random.one_in(4);
  Suffixes suffixes = random.pick(families);
  Texts names;
  for (std::size_t stem = random.below(20); names.size() < count; ++stem) {
    if (!one_family) suffixes = random.pick(families);
    std::uint64_t const halves = random.one_in(8) ? random.below(3) : 2;
    std::string const text = random.one_in(30) ? "Zürich " : "";
    if (halves != 1) names.push_back(text + std::to_string(stem) + suffixes.first);
    if (halves != 0) names.push_back(text + std::to_string(stem) + suffixes.second);
  }
  names.resize(count);
  return names;
}

Texts make_single_names(Random& random, std::size_t count) {
  std::string const stem = random.pick(Texts{"", "", "Acc-", "ünï", "plate 7 "});
  std::size_t const first = random.between(1, 9);
  Texts names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(stem + std::to_string(first + i));
  return names;
}

std::string name_column(Random& random, Texts const& names) {
  std::size_t const column = random.below(names.size());
  std::string const number = (random.one_in(9) ? "00" : "") + std::to_string(column + 4);
  return random.one_in(2) ? names[column] : number;
}

std::string make_wrong_line(Random& random, Texts const& names) {
  return random.pick(Texts{"wrong\tno such column", "wrong\t3", "wrong\t0",
                           "wrong\t" + std::to_string(names.size() + 4),
                           "wrong\t99999999999999999999999", "wrong", "wrong\t4\t4\t4", "x1\t4"});
}

}  // namespace

std::string without_delimiter(std::string text, char delimiter) {
  std::replace(text.begin(), text.end(), delimiter, '_');
  return text;
}

reference::Options make_random_options(Random& random) {
  reference::Options options;
  if (random.one_in(7)) options.delimiter = random.pick(std::vector{',', ';', ' ', '|', ':', '\\'});
  if (!random.one_in(3)) options.pairs = random.pick(Texts{"adjacent", "self", "none", "file"});
  options.unpaired_haploid = random.one_in(3);
  if (random.one_in(3)) options.alt_from = "printed";
  if (random.one_in(2)) options.table_style = random.pick(Texts{"panel", "phase", "vcf-simplify"});
  if (random.one_in(2)) options.alt_order = random.pick(Texts{"acgt", "frequency"});
  if (random.one_in(6)) options.pi_prefix = random.pick(Texts{"p", "PI_", "Phase-set é|"});
  if (random.one_in(2)) options.missing = random.pick(Texts{"ref", "keep", "dot", "dot"});
  if (random.one_in(2)) {
    options.deletion = random.pick(Texts{"ref", "keep", "star", "missing", "drop-site"});
  }
  if (random.one_in(2)) options.half_call = random.pick(Texts{"keep", "missing", "ref", "error"});
  if (random.one_in(3)) options.ambiguous = random.pick(Texts{"literal", "missing", "error"});
  if (random.one_in(5)) {
    Texts codes{".", "?", "NA", "na", "N", "n", "0", "r", "é"};
    random.shuffle(codes);
    codes.resize(random.between(1, 3));
    options.missing_codes = codes;
  }
  if (random.one_in(8)) options.deletion_code = random.pick(Texts{"D", "d", "*", "del", "--"});
  if (random.one_in(80)) options.deletion_code = random.pick(Texts{"N", "n"});
  options.fold_case = random.one_in(3);
  if (random.one_in(3)) options.contig_order = "sorted";
  options.skip_bad_rows = random.one_in(2);
  options.stream = random.one_in(6);
  forgo_clashes(random, options);
  return options;
}

reference::Options make_random_vcf_options(Random& random) {
  reference::Options options = make_random_options(random);
  options.output_kind = "vcf";
  options.table_style = reference::Options{}.table_style;
  options.pi_prefix.clear();
  options.fold_case.reset();
  if (random.one_in(4)) options.fold_case = random.one_in(2);
  options.alt_from.reset();
  if (random.one_in(3)) options.alt_from = random.pick(Texts{"all", "all", "printed"});
  if (options.pairs == "auto" && random.one_in(2)) options.pairs = "file";
  options.unpaired_haploid = random.one_in(2);
  if (random.one_in(2)) options.skip_bad_rows = true;
  options.ps = random.one_in(3);

  bool const clash = random.one_in(30);
  if (options.missing == "keep" && !clash) options.missing.reset();
  if ((options.deletion == "keep" || options.deletion == "ref") && !clash) {
    options.deletion.reset();
  }
  if (options.ambiguous == "literal" && !clash) options.ambiguous.reset();
  return options;
}

Texts make_column_names(Random& random, char delimiter, std::uint64_t wide_in) {
  std::size_t const count = pick_column_count(random, wide_in);
  Texts names =
      random.one_in(4) ? make_single_names(random, count) : make_paired_names(random, count);
  if (random.one_in(3)) random.shuffle(names);
  if (random.one_in(40)) names.back() = names.front();
  for (std::string& name : names) name = without_delimiter(name, delimiter);
  return names;
}

std::string make_pairs_text(Random& random, Texts const& column_names) {
  std::string const line_end = random.one_in(4) ? "\r\n" : "\n";
  std::uint64_t const sample_count = random.between(1, 1 + column_names.size() / 2);
  std::uint64_t const wrong_sample = random.one_in(12) ? random.below(sample_count) : sample_count;
  std::string text;
  for (std::uint64_t i = 0; i < sample_count; ++i) {
    if (random.one_in(20)) text += random.pick(Texts{"", "# sample\tleft\tright", "#"}) + line_end;
    text += "x" + std::to_string(i + 1) + '\t' + name_column(random, column_names);
    if (!random.one_in(5)) text += '\t' + name_column(random, column_names);
    text += line_end;
    if (i == wrong_sample) text += make_wrong_line(random, column_names) + line_end;
  }
  if (random.one_in(4)) text.resize(text.size() - line_end.size());
  return text;
}

}  // namespace hapmill::test

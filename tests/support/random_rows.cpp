#include "random_rows.hpp"

#include "random_options.hpp"
#include "random_vcf_rows.hpp"

#include <algorithm>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

Texts const bases{"A", "C", "G", "T"};

std::string lower_case(std::string text) {
  for (char& symbol : text) {
    if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
  }
  return text;
}

std::string pick_missing(Random& random, reference::Options const& options) {
  bool const by_default = options.missing_codes.empty();
  return by_default ? "N" : random.pick(options.missing_codes);
}

std::string pick_unusual(Random& random) {
  if (random.one_in(8)) return std::string(random.between(2, 300), 'G');
  return random.pick(Texts{"AT",   "TA",    "ATG", "NN",  "N-",  "é",  "È", "日本",
                           "\xFF", "\x80",  "A A", " ",   "*",   ".",  "?", "0",
                           "1",    "<DEL>", "A,C", "A|T", "n",   "N",  "-", "--",
                           "acg",  "ACG",   "X",   "U",   "del", "NA", "~", "!"});
}

std::string pick_ambiguous(Random& random) {
  std::string const letters = "RYSWKMBDHV";
  return {letters[random.below(letters.size())]};
}

std::string pick_contig(Random& random, std::uint64_t style) {
  std::string const number = std::to_string(random.between(1, 30));
  if (style == 0) return "chr" + number;
  if (style == 1) return (random.one_in(10) ? "0" : "") + number;
  if (style == 2) return std::string(random.below(39), '7') + number;
  std::string const symbols = "abcXYZ019_.:,;|<>\"#*=\xC3\xA9";
  std::string name;
  std::uint64_t const size = random.between(1, 40);
  while (name.size() < size) name += symbols[random.below(symbols.size())];
  return name.starts_with("##") ? "c" + name.substr(1) : name;
}

std::string pick_position(Random& random) {
  if (random.one_in(50))
    return random.pick(Texts{"1", "2147483647", "0002147483647", "0000000001"});
  std::string const zeros = random.one_in(50) ? "00" : "";
  return zeros + std::to_string(random.between(1, 5'000'000));
}

std::string pick_ref(Random& random, RowRates const& rates, reference::Options const& options) {
  if (random.below(1000) >= rates.unusual_ref) return random.pick(bases);
  switch (random.below(5)) {
    case 0:
      return pick_missing(random, options);
    case 1:
      return options.deletion_code;
    case 2:
      return pick_ambiguous(random);
    case 3:
      return lower_case(random.pick(bases));
    default:
      return pick_unusual(random);
  }
}

std::string pick_cell(Random& random, std::string const& allele, RowRates const& rates,
                      reference::Options const& options) {
  std::string cell = allele;
  if (random.below(1000) < rates.unusual_cell) cell = pick_unusual(random);
  if (random.below(1000) < rates.ambiguous) cell = pick_ambiguous(random);
  if (random.below(1000) < rates.deletion) cell = options.deletion_code;
  if (random.below(1000) < rates.missing) cell = pick_missing(random, options);
  if (random.below(1000) < rates.lower_case) cell = lower_case(cell);
  return cell;
}

/// Returns the alleles for the cells of a row: REF alone in a row without a variant.
Texts pick_alleles(Random& random, std::string const& ref, reference::Options const& options) {
  if (random.one_in(4)) return {ref};
  if (random.one_in(40)) return {pick_missing(random, options)};
  if (random.one_in(8)) return bases;
  if (random.one_in(3)) return {ref, ref, ref, ref, ref, ref, ref, random.pick(bases)};
  return {ref, random.pick(bases)};
}

/// Control bytes, which are a fault anywhere in a row.
std::string pick_control(Random& random) {
  return random.pick(
      Texts{"\x01", "\x1F", "\x7F", "\t", "\r", "A\r", "\x0BG", std::string(1, '\0')});
}

void spoil(Random& random, Texts& fields) {
  std::size_t const last = fields.size() - 1;
  std::size_t const any_cell = random.between(3, last);
  switch (random.below(9)) {
    case 0:
      fields = {""};
      break;
    case 1:
      fields.resize(random.between(1, last));
      break;
    case 2:
      fields.resize(fields.size() + random.between(1, 3), "A");
      if (random.one_in(2)) fields[random.between(2, last)] = "";
      break;
    case 3:
      fields[0] = random.pick(Texts{"", "chr 1", " ", "c\x7F", "c\x02"});
      break;
    case 4:
      fields[1] = random.pick(Texts{"", "0", "000", "-1", "+1", "1e9", "1.5", " 1", "1 ", "x",
                                    "2147483648", "4294967297", "99999999999999999999999"});
      break;
    case 5:
      fields[2] = random.one_in(2) ? "" : pick_control(random);
      break;
    case 6:
      fields[any_cell] = "";
      break;
    case 7:
      fields[any_cell] = pick_control(random);
      break;
    default:
      fields[random.one_in(2) ? 3 : last] = pick_ambiguous(random);
      break;
  }
}

}  // namespace

RowRates make_row_rates(Random& random) {
  std::vector<std::uint64_t> const rare{0, 0, 0, 2, 20};
  std::vector<std::uint64_t> const any{0, 5, 50, 300};
  RowRates rates;
  bool const nearly_clean = random.one_in(2);
  std::vector<std::uint64_t> const& cell_rates = nearly_clean ? rare : any;
  rates.missing = random.pick(any);
  rates.deletion = random.pick(cell_rates);
  rates.ambiguous = random.pick(cell_rates);
  rates.lower_case = random.pick(cell_rates);
  rates.unusual_cell = random.pick(rare);
  if (!nearly_clean && random.one_in(3)) rates.unusual_cell = random.pick(any);
  rates.unusual_ref = random.pick(cell_rates);
  if (random.one_in(3)) rates.bad_row = random.pick(std::vector<std::uint64_t>{3, 30, 300});
  return rates;
}

Texts make_contigs(Random& random, char delimiter) {
  std::uint64_t const style = random.below(4);
  std::uint64_t const count = random.one_in(3) ? 1 : random.between(2, 7);
  Texts contigs;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string const contig = without_delimiter(pick_contig(random, style), delimiter);
    bool const is_new = std::find(contigs.begin(), contigs.end(), contig) == contigs.end();
    if (is_new) contigs.push_back(contig);
  }
  return contigs;
}

Texts make_contig_runs(Random& random, Texts const& contigs, std::size_t row_count, bool stream) {
  bool const scattered = random.one_in(stream ? 12 : 4);
  std::uint64_t const run_size = scattered ? random.between(1, 9) : 1 + row_count / contigs.size();
  Texts runs;
  for (std::size_t run = 0; runs.size() < row_count; ++run) {
    std::string const contig = scattered ? random.pick(contigs) : contigs[run % contigs.size()];
    runs.resize(std::min<std::size_t>(row_count, runs.size() + run_size), contig);
  }
  return runs;
}

std::string make_row(Random& random, std::string const& contig, std::size_t column_count,
                     RowRates const& rates, reference::Options const& options,
                     std::string const& pos) {
  bool const vcf = options.output_kind == "vcf";
  std::string const ref =
      vcf ? pick_vcf_ref(random, rates, options) : pick_ref(random, rates, options);
  Texts const alleles = vcf ? pick_vcf_alleles(random, ref) : pick_alleles(random, ref, options);
  Texts fields{contig, pos.empty() ? pick_position(random) : pos, ref};
  for (std::size_t i = 0; i < column_count; ++i) {
    fields.push_back(pick_cell(random, random.pick(alleles), rates, options));
  }
  for (std::string& field : fields) field = without_delimiter(field, options.delimiter);
  if (random.below(1000) < rates.bad_row) spoil(random, fields);

  std::string row = fields[0];
  for (std::size_t i = 1; i < fields.size(); ++i) row += options.delimiter + fields[i];
  return row;
}

}  // namespace hapmill::test

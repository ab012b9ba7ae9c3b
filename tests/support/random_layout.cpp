#include "random_layout.hpp"

#include "random.hpp"

#include "reference/columns.hpp"
#include "reference/reference_errors.hpp"
#include "reference/text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

/// Changes the order of the fields of plain rows and adds other columns.
class Layout {
 public:
  Layout(Random& random, reference::Options& options) : random_{random}, options_{options} {
    if (options.delimiter == ' ' && random.one_in(2)) options.delimiter_runs = true;
    if (random.one_in(2)) choose_cell_columns();
    if (!options.cell_columns || random.one_in(3)) choose_columns();
  }

  std::string lay_out_row(std::string const& row) { return lay_out(row, false); }
  std::string lay_out_header(std::string const& row) { return lay_out(row, true); }

  /// Returns the number of the haplotype column that is number `plain` in the plain matrix.
  std::string number_of(std::size_t plain, std::size_t column_count) const {
    try {
      return std::to_string(reference::original_field(plain - 1, column_count, options_) + 1);
    } catch (reference::InputError const&) {
      return std::to_string(plain);  // rows with so few columns are refused in any case
    }
  }

 private:
  void choose_cell_columns() {
    parts_ = random_.pick(std::vector<Texts>{{"call", "quality"},
                                             {"call", "quality"},
                                             {"quality", "call"},
                                             {"call", "skip"},
                                             {"skip", "call", "quality"},
                                             {"call", "skip", "quality", "skip"}});
    options_.cell_columns = reference::join(parts_, ',');
    bool const has_quality = std::count(parts_.begin(), parts_.end(), "quality") != 0;
    if (has_quality && random_.one_in(2)) {
      options_.min_quality = random_.pick(Texts{"25", "9", "10", "7.5", "0", "100", "99.99"});
    }
  }

  void choose_columns() {
    std::size_t const extra = random_.one_in(2) ? 0 : random_.between(1, 3);
    Texts names{"chrom", "pos", "ref"};
    if (random_.one_in(3) && options_.delimiter != ',') names.push_back("alt");
    names.resize(names.size() + extra, "skip");
    std::set<std::size_t> places;
    bool const among_cells = random_.one_in(4);
    while (places.size() < names.size()) {
      places.insert(random_.below(names.size() + (among_cells ? 2 : 0)));
    }
    if (random_.one_in(3)) random_.shuffle(names);
    Texts items;
    auto name = names.begin();
    for (std::size_t const place : places) {
      site_[place] = *name++;
      items.push_back(site_[place] + '=' + std::to_string(place + 1));
    }
    options_.columns = reference::join(items, ',');
  }

  std::string lay_out(std::string const& row, bool is_header) {
    Texts const plain = reference::split_fields(row, options_.delimiter);
    Texts fields;
    for (std::size_t k = 3; k < plain.size(); ++k) {
      for (auto const& part : parts_) {
        if (part == "call") fields.push_back(plain[k]);
        if (part == "quality") fields.push_back(is_header ? "Q" : make_quality());
        if (part == "skip") fields.push_back(random_.pick(Texts{"", ".", "A", "x y", "44"}));
      }
    }
    for (auto const& [place, name] : site_) {
      Texts const known{"chrom", "pos", "ref"};
      auto const k =
          static_cast<std::size_t>(std::find(known.begin(), known.end(), name) - known.begin());
      if (k < known.size() && k >= plain.size()) continue;
      auto const at = fields.begin() + static_cast<std::ptrdiff_t>(std::min(place, fields.size()));
      if (k < known.size()) fields.insert(at, plain[k]);
      if (name == "alt") fields.insert(at, is_header ? "ALT" : make_alt(plain));
      if (name == "skip") fields.insert(at, random_.pick(Texts{".", "", "PASS", "ID7"}));
    }
    for (auto& field : fields) {
      if (plain.size() > 3) std::replace(field.begin(), field.end(), options_.delimiter, '_');
    }
    return join(fields);
  }

  std::string join(Texts const& fields) {
    std::string const delimiter(1, options_.delimiter);
    std::string row = options_.delimiter_runs && random_.one_in(5) ? "  " : "";
    for (std::size_t k = 0; k < fields.size(); ++k) {
      if (k > 0) row += delimiter;
      if (k > 0 && options_.delimiter_runs && random_.one_in(4)) row += delimiter;
      row += fields[k];
    }
    return row + (options_.delimiter_runs && random_.one_in(9) ? " " : "");
  }

  std::string make_quality() {
    if (random_.one_in(500)) {
      return random_.pick(Texts{"", "x", "-1", "1e3", ".5", "5.", "1.2.3", "4 "});
    }
    if (random_.one_in(400)) return random_.pick(Texts{"100", "007", "9.25", "255", "0.0"});
    return std::to_string(random_.one_in(3) ? random_.below(10) : random_.below(100));
  }

  std::string make_alt(Texts const& plain) {
    Texts alt;
    for (std::size_t k = 3; k < plain.size(); ++k) {
      bool const is_new = std::find(alt.begin(), alt.end(), plain[k]) == alt.end();
      if (is_new && plain[k] != plain[2] && !random_.one_in(40)) alt.push_back(plain[k]);
    }
    return alt.empty() ? "." : reference::join(alt, ',');
  }

  Random& random_;
  reference::Options& options_;
  Texts parts_{"call"};
  std::map<std::size_t, std::string> site_{{0, "chrom"}, {1, "pos"}, {2, "ref"}};
};

/// Returns a line without its line end.
std::string line_end_of(std::string const& line) { return line.ends_with('\r') ? "\r" : ""; }

std::string renumber_pairs(std::string const& pairs, Layout const& layout, std::size_t columns) {
  std::string text;
  for (auto const& line : reference::split_lines(pairs)) {
    Texts fields = reference::split_fields(line, '\t');
    for (std::size_t k = 1; k < fields.size(); ++k) {
      bool const is_small = reference::is_number(fields[k]) && fields[k].size() < 6;
      std::size_t const number = is_small ? std::stoul(fields[k]) : 0;
      if (number > 3 && number <= 3 + columns) fields[k] = layout.number_of(number, columns);
    }
    text += reference::join(fields, '\t') + '\n';
  }
  return text;
}

}  // namespace

void lay_out(RandomCase& plain) {
  Random random{plain.seed * 7919 + 1};
  Layout layout{random, plain.options};
  std::string text;
  bool may_be_header = !plain.options.header_text;
  std::size_t columns = 0;
  for (auto const& full_line : reference::split_fields(plain.matrix, '\n')) {
    std::string const end = line_end_of(full_line);
    std::string line = full_line.substr(0, full_line.size() - end.size());
    std::string const mark = line.starts_with("\xEF\xBB\xBF") ? "\xEF\xBB\xBF" : "";
    line.erase(0, mark.size());
    if (may_be_header && line.starts_with("##")) {
      text += (text.empty() ? "" : "\n") + full_line;
      continue;
    }
    auto const first_names = Texts{"CHROM", "#CHROM", "CHR", "CONTIG", "CHROMOSOME", "SCAFFOLD"};
    auto const first = reference::split_fields(line, plain.options.delimiter).front();
    bool const is_header =
        may_be_header && std::find(first_names.begin(), first_names.end(),
                                   reference::upper_case(first)) != first_names.end();
    if (may_be_header) {
      columns = reference::split_fields(line, plain.options.delimiter).size();
    }
    may_be_header = false;
    std::string const laid = line.empty() ? ""
                             : is_header  ? layout.lay_out_header(line)
                                          : layout.lay_out_row(line);
    text += (text.empty() ? "" : "\n") + mark + laid + end;
  }
  plain.matrix = text;
  if (plain.options.header_text) {
    auto const lines = reference::split_lines(*plain.options.header_text);
    columns = reference::split_fields(lines.front(), plain.options.delimiter).size();
    plain.options.header_text = layout.lay_out_header(lines.front()) + '\n';
  }
  if (plain.options.pairs_text && columns > 3) {
    plain.options.pairs_text = renumber_pairs(*plain.options.pairs_text, layout, columns - 3);
  }
}

}  // namespace hapmill::test

#include "matrix/sample_pairs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "bytes/text_lines.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

using Names = std::vector<std::string>;

std::uint32_t column_at(std::size_t k) { return static_cast<std::uint32_t>(k); }

Sample haploid(Names const& names, std::size_t column) {
  return {names[column], {column_at(column), SampleColumns::none}};
}

Sample pair(Names const& names, std::size_t first, std::size_t second) {
  return {names[first] + names[second], {column_at(first), column_at(second)}};
}

/// Name of the column that is `name`'s second half; empty if `name` is no first half.
std::string second_half_of(std::string_view name) {
  constexpr std::array<std::array<std::string_view, 2>, 4> endings{
      {{"a", "b"}, {"A", "B"}, {"_1", "_2"}, {".1", ".2"}}};
  for (auto const& [first, second] : endings) {
    if (!name.ends_with(first)) continue;
    return std::string{name.substr(0, name.size() - first.size())}.append(second);
  }
  return {};
}

std::vector<Sample> pair_by_name(Names const& names, bool unpaired_haploid) {
  std::unordered_multimap<std::string_view, std::size_t> column_of;
  for (std::size_t k = 0; k < names.size(); ++k) column_of.emplace(names[k], k);
  std::vector<Sample> samples;
  std::vector<bool> is_paired(names.size());
  for (std::size_t first = 0; first < names.size(); ++first) {
    auto const [begin, end] = column_of.equal_range(second_half_of(names[first]));
    for (auto found = begin; found != end; ++found) {
      samples.push_back(pair(names, first, found->second));
      is_paired[first] = is_paired[found->second] = true;
    }
  }
  bool const nothing_pairs = samples.empty();
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (nothing_pairs || (unpaired_haploid && !is_paired[k])) samples.push_back(haploid(names, k));
  }
  if (!nothing_pairs) {
    std::stable_sort(samples.begin(), samples.end(), [&](Sample const& a, Sample const& b) {
      return names[a.columns.first] < names[b.columns.first];
    });
  }
  return samples;
}

/// Reads a pairs file: `name <tab> first column <tab> second column`, or `name <tab> column`.
class PairsFile {
 public:
  PairsFile(Names const& names, std::vector<std::uint32_t> const& fields, InputPath const& path)
      : names_{names}, fields_{fields}, file_{path}, path_{path.text()} {
    for (std::size_t k = 0; k < names.size(); ++k) column_of_.emplace(names[k], k);
  }

  std::vector<Sample> read() {
    if (::access(path_.c_str(), F_OK) != 0) {
      throw InputError{"--pairs " + path_ +
                       " is neither auto, adjacent, self or none nor a file that is there"};
    }
    std::vector<Sample> samples;
    auto const lines = split_lines(read_small_file(file_));
    for (line_ = 1; line_ <= lines.size(); ++line_) {
      auto const& text = lines[line_ - 1];
      if (text.empty() || text.front() == '#') continue;
      auto const fields = split_fields(text, '\t');
      if (fields.size() != 2 && fields.size() != 3) {
        fail(
            fmt::format("{} field{}; a sample is its name, its first column and its second, "
                        "separated by TABs",
                        fields.size(), fields.size() == 1 ? "" : "s"));
      }
      if (fields[0].empty()) fail("the sample has no name");
      if (!seen_.insert(fields[0]).second) {
        fail(fmt::format("sample {} is also on an earlier line", quoted(fields[0])));
      }
      samples.push_back({fields[0],
                         {find_column(fields[1]),
                          fields.size() == 3 ? find_column(fields[2]) : SampleColumns::none}});
    }
    if (samples.empty()) throw InputError{path_ + " names no sample: write one on each line"};
    return samples;
  }

 private:
  std::uint32_t find_column(std::string const& text) const {
    auto const [begin, end] = column_of_.equal_range(text);
    if (begin != end && std::next(begin) != end) {
      fail(fmt::format("two columns of the matrix are called {}: name them by number",
                       quoted(text)));
    }
    if (begin != end) return column_at(begin->second);
    std::uint64_t number = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const is_number = !text.empty() && stop == text.data() + text.size();
    if (!is_number) fail(fmt::format("the matrix has no column {}", quoted(text)));
    if (!fields_.empty()) return find_field(number, error == std::errc{});
    if (error != std::errc{} || number <= site_field_count ||
        number > names_.size() + site_field_count) {
      fail(fmt::format("column {} is not one of the haplotype columns, {} to {}", text,
                       site_field_count + 1, names_.size() + site_field_count));
    }
    return column_at(number - site_field_count - 1);
  }

  /// The column that is field `number` of a row, counted from 1.
  std::uint32_t find_field(std::uint64_t number, bool is_in_range) const {
    auto const found = std::lower_bound(fields_.begin(), fields_.end(), number - 1);
    if (!is_in_range || number == 0 || found == fields_.end() || *found != number - 1) {
      fail(fmt::format(
          "column {} is not one of the haplotype columns, {} of those from {} to {}: see --columns "
          "and --cell-columns",
          number, fields_.size(), fields_.front() + 1, fields_.back() + 1));
    }
    return column_at(static_cast<std::size_t>(found - fields_.begin()));
  }

  [[noreturn]] void fail(std::string const& what) const {
    throw InputError{fmt::format("{}:{}: {}", path_, line_, what)};
  }

  Names const& names_;
  std::vector<std::uint32_t> const& fields_;
  InputPath const& file_;
  std::string const& path_;
  std::unordered_multimap<std::string_view, std::size_t> column_of_;
  std::set<std::string> seen_;
  std::size_t line_ = 0;
};

void append_unpaired(std::vector<Sample>& samples, Names const& names) {
  std::vector<bool> is_used(names.size());
  for (auto const& sample : samples) {
    is_used[sample.columns.first] = true;
    if (sample.columns.second != SampleColumns::none) is_used[sample.columns.second] = true;
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (!is_used[k]) samples.push_back(haploid(names, k));
  }
}

std::vector<Sample> make_by_mode(Names const& names, PairOptions const& options,
                                 std::vector<std::uint32_t> const& fields) {
  std::vector<Sample> samples;
  switch (options.mode) {
    case PairMode::automatic:
      return pair_by_name(names, options.unpaired_haploid);
    case PairMode::self:
      for (std::size_t k = 0; k < names.size(); ++k) {
        samples.push_back({names[k], {column_at(k), column_at(k)}});
      }
      return samples;
    case PairMode::none:
      for (std::size_t k = 0; k < names.size(); ++k) samples.push_back(haploid(names, k));
      return samples;
    case PairMode::adjacent:
      for (std::size_t k = 0; k + 1 < names.size(); k += 2) {
        samples.push_back(pair(names, k, k + 1));
      }
      break;
    case PairMode::file:
      samples = PairsFile{names, fields, options.path}.read();
      break;
  }
  if (options.unpaired_haploid) append_unpaired(samples, names);
  return samples;
}

}  // namespace

std::vector<Sample> make_samples(Names const& column_names, PairOptions const& options,
                                 std::vector<std::uint32_t> const& fields) {
  auto samples = make_by_mode(column_names, options, fields);
  std::set<std::string_view> seen;
  for (auto const& sample : samples) {
    if (seen.insert(sample.name).second) continue;
    throw InputError{
        fmt::format("two samples would be called {}: give the columns names of their "
                    "own, or name the samples in a --pairs FILE",
                    quoted(sample.name))};
  }
  return samples;
}

}  // namespace hapmill

#include "samples.hpp"

#include "columns.hpp"
#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace reference {
namespace {

using Names = std::vector<std::string>;

/// Pairs all columns whose names differ only in the suffix. A repeated column name therefore makes
/// a repeated sample name, which is refused later.
std::vector<Sample> pair_by_name(Names const& names) {
  std::vector<std::pair<std::string, std::string>> const suffixes{
      {"a", "b"}, {"A", "B"}, {"_1", "_2"}, {".1", ".2"}};
  std::vector<Sample> samples;
  for (std::size_t left = 0; left < names.size(); ++left) {
    for (auto const& [left_suffix, right_suffix] : suffixes) {
      if (!names[left].ends_with(left_suffix)) continue;
      std::size_t const stem_size = names[left].size() - left_suffix.size();
      std::string const partner = names[left].substr(0, stem_size) + right_suffix;
      for (std::size_t right = 0; right < names.size(); ++right) {
        if (names[right] == partner) samples.push_back({names[left] + partner, {left, right}});
      }
    }
  }
  return samples;
}

std::vector<Sample> pair_neighbours(Names const& names) {
  std::vector<Sample> samples;
  for (std::size_t left = 0; left + 1 < names.size(); left += 2) {
    samples.push_back({names[left] + names[left + 1], {left, left + 1}});
  }
  return samples;
}

std::vector<Sample> one_sample_a_column(Names const& names, bool homozygous) {
  std::vector<Sample> samples;
  for (std::size_t column = 0; column < names.size(); ++column) {
    samples.push_back({names[column], {column}});
    if (homozygous) samples.back().columns.push_back(column);
  }
  return samples;
}

/// Finds a column by its name, or else by its number, counted over all columns of the matrix
/// from 1.
std::size_t find_column(std::string const& wanted, Names const& names, Options const& options) {
  auto const found = std::find(names.begin(), names.end(), wanted);
  if (found != names.end()) {
    if (std::count(names.begin(), names.end(), wanted) > 1) {
      throw InputError("pairs file: " + wanted + " names several columns");
    }
    return static_cast<std::size_t>(found - names.begin());
  }
  if (!is_number(wanted)) throw InputError("pairs file: no column " + wanted);
  Columns const columns = make_columns(options);
  std::size_t const field_count = columns.site.size() + names.size() * columns.parts.size();
  std::vector<std::size_t> const calls = call_fields(columns, field_count);
  for (std::size_t column = 0; column < calls.size(); ++column) {
    if (without_leading_zeros(wanted) == std::to_string(calls[column] + 1)) return column;
  }
  throw InputError("pairs file: column " + wanted + " holds no calls");
}

std::vector<Sample> read_pairs(std::string const& text, Names const& names,
                               Options const& options) {
  std::vector<Sample> samples;
  for (std::string const& line : split_lines(text)) {
    if (line.empty() || line.starts_with('#')) continue;
    Names const fields = split_fields(line, '\t');
    if (fields.size() < 2 || fields.size() > 3) throw InputError("pairs file: 2 or 3 fields");
    Sample sample{fields[0], {}};
    for (std::size_t i = 1; i < fields.size(); ++i) {
      sample.columns.push_back(find_column(fields[i], names, options));
    }
    samples.push_back(sample);
  }
  if (samples.empty()) throw InputError("pairs file: no sample");
  return samples;
}

std::set<std::size_t> printed_columns(std::vector<Sample> const& samples) {
  std::set<std::size_t> printed;
  for (Sample const& sample : samples) printed.insert(sample.columns.begin(), sample.columns.end());
  return printed;
}

void add_unpaired(std::vector<Sample>& samples, Names const& names) {
  std::set<std::size_t> const printed = printed_columns(samples);
  for (std::size_t column = 0; column < names.size(); ++column) {
    if (!printed.contains(column)) samples.push_back({names[column], {column}});
  }
}

void require_distinct_names(std::vector<Sample> const& samples) {
  std::set<std::string> seen;
  for (Sample const& sample : samples) {
    if (!seen.insert(sample.name).second) throw InputError("repeated sample " + sample.name);
  }
}

}  // namespace

std::vector<Sample> make_samples(Names const& names, Options const& options) {
  std::vector<Sample> samples;
  if (options.input_format != "matrix") {
    for (std::size_t k = 0; k < names.size(); k += 2) samples.push_back({names[k], {k, k + 1}});
    require_distinct_names(samples);
    return samples;
  }
  if (options.pairs == "auto") samples = pair_by_name(names);
  if (options.pairs == "adjacent") samples = pair_neighbours(names);
  if (options.pairs == "self") samples = one_sample_a_column(names, true);
  if (options.pairs == "none") samples = one_sample_a_column(names, false);
  if (options.pairs == "file") samples = read_pairs(*options.pairs_text, names, options);

  if (options.pairs == "auto" && samples.empty()) {
    samples = one_sample_a_column(names, false);
  } else {
    if (options.unpaired_haploid) add_unpaired(samples, names);
    if (options.pairs == "auto") {
      std::stable_sort(samples.begin(), samples.end(), [&](Sample const& a, Sample const& b) {
        return names[a.columns[0]] < names[b.columns[0]];
      });
    }
  }
  if (samples.empty() && options.pairs == "adjacent") throw InputError("no pair");
  require_distinct_names(samples);
  return samples;
}

std::vector<std::size_t> counted_columns(std::vector<Sample> const& samples,
                                         std::size_t column_count, std::string const& alt_from) {
  std::set<std::size_t> counted = printed_columns(samples);
  if (alt_from == "all") {
    for (std::size_t column = 0; column < column_count; ++column) counted.insert(column);
  }
  return {counted.begin(), counted.end()};
}

}  // namespace reference

#include "matrix/sample_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/near_names.hpp"

namespace hapmill {

namespace {

using Names = std::vector<std::string>;

/// The samples by name, and what to say where there is none of a name.
class SamplesByName {
 public:
  SamplesByName(std::vector<Sample> const& samples, Names const& column_names)
      : samples_{samples}, column_names_{column_names} {
    for (std::size_t k = 0; k < samples.size(); ++k) place_of_.emplace(samples[k].name, k);
  }

  /// Its place among the samples. `where` begins the message: an option, or file and line.
  std::size_t find(std::string const& name, std::string const& where) const {
    auto const found = place_of_.find(name);
    if (found != place_of_.end()) return found->second;
    throw InputError{
        fmt::format("{}: no sample is called {}; {}", where, quoted(name), advice(name))};
  }

 private:
  std::string advice(std::string const& name) const {
    auto const column = std::find(column_names_.begin(), column_names_.end(), name);
    if (column != column_names_.end()) {
      auto const place = static_cast<std::uint32_t>(column - column_names_.begin());
      for (auto const& sample : samples_) {
        if (sample.columns.first != place && sample.columns.second != place) continue;
        return fmt::format("the column {} is of the sample {}", quoted(name), quoted(sample.name));
      }
      return fmt::format("the column {} is in no pair: see --unpaired", quoted(name));
    }
    Names names;
    for (auto const& sample : samples_) names.push_back(sample.name);
    return describe_near_names(name, names);
  }

  std::vector<Sample> const& samples_;
  Names const& column_names_;
  std::unordered_map<std::string_view, std::size_t> place_of_;
};

/// A name and its place, with which messages start.
struct PlacedName {
  std::string name;
  std::string where;
};

bool is_skipped(std::string const& line) { return line.empty() || line.front() == '#'; }

std::vector<PlacedName> read_names(SampleChoice const& choice) {
  std::vector<PlacedName> names;
  if (choice.has_list) {
    for (auto& name : split_fields(choice.list, ',')) {
      names.push_back({std::move(name), "--samples"});
    }
    return names;
  }
  auto const lines = split_lines(read_small_file(choice.path));
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (!is_skipped(lines[k]))
      names.push_back({lines[k], fmt::format("{}:{}", choice.path.text(), k + 1)});
  }
  if (names.empty())
    throw InputError{choice.path.text() + " names no sample: write one on each line"};
  return names;
}

std::vector<Sample> pick_samples(std::vector<Sample> samples, Names const& column_names,
                                 SampleChoice const& choice) {
  SamplesByName const known{samples, column_names};
  std::vector<std::size_t> places;
  std::vector<bool> is_named(samples.size());
  for (auto const& [name, where] : read_names(choice)) {
    std::size_t const place = known.find(name, where);
    if (is_named[place]) {
      throw InputError{fmt::format("{}: sample {} is named twice", where, quoted(name))};
    }
    is_named[place] = true;
    places.push_back(place);
  }
  if (choice.excludes) {
    places.clear();
    for (std::size_t k = 0; k < samples.size(); ++k) {
      if (!is_named[k]) places.push_back(k);
    }
    if (places.empty()) throw InputError{"no sample is left: all are excluded"};
  }
  std::vector<Sample> picked;
  for (auto const place : places) picked.push_back(samples[place]);
  return picked;
}

struct Renaming {
  std::string where;
  std::string new_name;
};

/// The fields of a line: separated by TABs if it has any, which lets names hold spaces, else by
/// spaces.
Names split_renaming(std::string const& line) {
  if (line.find('\t') != std::string::npos) return split_fields(line, '\t');
  Names fields = split_fields(line, ' ');
  fields.erase(std::remove(fields.begin(), fields.end(), ""), fields.end());
  return fields;
}

/// By old name.
std::unordered_map<std::string, Renaming> read_renamings(InputPath const& path,
                                                         SamplesByName const& known) {
  std::unordered_map<std::string, Renaming> renamings;
  std::unordered_set<std::string> new_names;
  auto const lines = split_lines(read_small_file(path));
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (is_skipped(lines[k])) continue;
    std::string const where = fmt::format("{}:{}", path.text(), k + 1);
    Names const fields = split_renaming(lines[k]);
    if (fields.size() != 2 || fields[0].empty() || fields[1].empty()) {
      throw InputError{fmt::format(
          "{}: a line is a sample's name and its new one, separated by a TAB (found {})", where,
          quoted(lines[k]))};
    }
    known.find(fields[0], where);
    if (!new_names.insert(fields[1]).second) {
      throw InputError{
          fmt::format("{}: an earlier line gives the name {} too", where, quoted(fields[1]))};
    }
    if (!renamings.emplace(fields[0], Renaming{where, fields[1]}).second) {
      throw InputError{fmt::format("{}: an earlier line renames {} too", where, quoted(fields[0]))};
    }
  }
  return renamings;
}

void rename_samples(std::vector<Sample>& samples,
                    std::unordered_map<std::string, Renaming> const& renamings) {
  std::unordered_set<std::string> kept;
  for (auto const& sample : samples) {
    if (!renamings.contains(sample.name)) kept.insert(sample.name);
  }
  for (auto& sample : samples) {
    auto const found = renamings.find(sample.name);
    if (found == renamings.end()) continue;
    auto const& [where, new_name] = found->second;
    if (kept.contains(new_name)) {
      throw InputError{fmt::format("{}: {} cannot be called {}: another sample is", where,
                                   quoted(sample.name), quoted(new_name))};
    }
    sample.name = new_name;
  }
}

}  // namespace

void SampleChoice::take_list(std::string const& text) {
  has_list = true;
  excludes = text.starts_with('^');
  list = text.substr(excludes ? 1 : 0);
}

void SampleChoice::take_file(InputPath const& file, bool excludes_named) {
  excludes = excludes_named;
  path = file;
  if (path.text().empty()) throw UsageError{"--samples-file: the file has no name"};
}

std::vector<Sample> choose_samples(std::vector<Sample> samples, Names const& column_names,
                                   SampleChoice const& choice) {
  std::unordered_map<std::string, Renaming> renamings;
  if (!choice.rename_path.text().empty()) {
    renamings = read_renamings(choice.rename_path, {samples, column_names});
  }
  if (choice.chooses()) samples = pick_samples(std::move(samples), column_names, choice);
  rename_samples(samples, renamings);
  return samples;
}

}  // namespace hapmill

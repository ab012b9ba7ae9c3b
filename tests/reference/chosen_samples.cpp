#include "chosen_samples.hpp"

#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace reference {
namespace {

using Names = std::vector<std::string>;

/// Returns the lines that are neither empty nor comments.
Names lines_of(std::string const& text) {
  Names lines;
  for (std::string const& line : split_lines(text)) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

Sample const& find_sample(std::string const& name, std::vector<Sample> const& samples) {
  auto const found = std::find_if(samples.begin(), samples.end(),
                                  [&](Sample const& sample) { return sample.name == name; });
  if (found == samples.end()) throw InputError("no sample " + name);
  return *found;
}

std::vector<Sample> pick(std::vector<Sample> const& samples, Names const& names, bool excludes) {
  std::set<std::string> const named(names.begin(), names.end());
  if (named.empty()) throw InputError("no name");
  if (named.size() != names.size()) throw InputError("a sample is named twice");
  std::vector<Sample> picked;
  for (std::string const& name : names) picked.push_back(find_sample(name, samples));
  if (!excludes) return picked;
  picked.clear();
  for (Sample const& sample : samples) {
    if (!named.contains(sample.name)) picked.push_back(sample);
  }
  if (picked.empty()) throw InputError("no sample is left");
  return picked;
}

Names split_pair(std::string const& line) {
  if (line.find('\t') != std::string::npos) return split_fields(line, '\t');
  Names words;
  for (std::string const& word : split_fields(line, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

std::map<std::string, std::string> read_renamings(std::string const& text,
                                                  std::vector<Sample> const& samples) {
  std::map<std::string, std::string> renamings;
  std::set<std::string> new_names;
  for (std::string const& line : lines_of(text)) {
    Names const names = split_pair(line);
    if (names.size() != 2 || names[0].empty() || names[1].empty()) throw InputError("no pair");
    find_sample(names[0], samples);
    if (!new_names.insert(names[1]).second) throw InputError("a new name comes twice");
    if (!renamings.emplace(names[0], names[1]).second) throw InputError("renamed twice");
  }
  return renamings;
}

}  // namespace

std::vector<Sample> choose_samples(std::vector<Sample> const& samples, Options const& options) {
  std::map<std::string, std::string> renamings;
  if (options.rename_text) renamings = read_renamings(*options.rename_text, samples);
  std::vector<Sample> chosen = samples;
  if (options.samples) {
    bool const excludes = options.samples->starts_with('^');
    chosen = pick(samples, split_fields(options.samples->substr(excludes ? 1 : 0), ','), excludes);
  }
  if (options.samples_file_text) {
    chosen = pick(samples, lines_of(*options.samples_file_text), options.samples_file_excludes);
  }
  std::set<std::string> names;
  for (Sample& sample : chosen) {
    auto const renaming = renamings.find(sample.name);
    if (renaming != renamings.end()) sample.name = renaming->second;
    if (!names.insert(sample.name).second) throw InputError("two samples " + sample.name);
  }
  return chosen;
}

}  // namespace reference

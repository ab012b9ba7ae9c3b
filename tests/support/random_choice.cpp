#include "random_choice.hpp"

#include "reference/reference_errors.hpp"
#include "reference/samples.hpp"

#include <algorithm>
#include <cstddef>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

/// Returns the samples that the columns form, or nothing if the options are refused.
Texts sample_names(Texts const& column_names, reference::Options const& options) {
  Texts names;
  try {
    for (auto const& sample : reference::make_samples(column_names, options)) {
      names.push_back(sample.name);
    }
  } catch (reference::InputError const&) {
    names.clear();
  }
  return names;
}

void choose_samples(Random& random, Texts names, reference::Options& options) {
  random.shuffle(names);
  bool const excludes = random.one_in(3);
  std::size_t const most = std::max<std::size_t>(names.size() - (excludes ? 1 : 0), 1);
  names.resize(random.between(1, most));
  if (random.one_in(40)) names.push_back(random.one_in(2) ? names.front() : "no such sample");
  bool const has_comma = std::any_of(names.begin(), names.end(), [](std::string const& name) {
    return name.find(',') != std::string::npos;
  });
  if (has_comma || random.one_in(2)) {
    options.samples_file_excludes = excludes;
    options.samples_file_text = random.one_in(4) ? "# chosen\n\n" : "";
    for (auto const& name : names) *options.samples_file_text += name + "\n";
    if (random.one_in(3)) options.samples_file_text->pop_back();
    return;
  }
  std::string list = excludes ? "^" : "";
  for (std::size_t k = 0; k < names.size(); ++k) list += (k > 0 ? "," : "") + names[k];
  options.samples = list;
}

void rename_samples(Random& random, Texts names, reference::Options& options) {
  random.shuffle(names);
  std::size_t const count = random.between(1, names.size());
  std::string text;
  for (std::size_t k = 0; k < count; ++k) {
    bool const has_space = names[k].find(' ') != std::string::npos;
    std::string const between = has_space || random.one_in(2) ? "\t" : "  ";
    // Sometimes the names are exchanged in a circle.
    std::string const own = (has_space ? "new " : "new") + std::to_string(k);
    bool const from_ring = names.size() % 2 == 0 && names[(k + 1) % count].find(' ') == own.npos;
    text += names[k] + between + (from_ring ? names[(k + 1) % count] : own) + "\n";
  }
  if (random.one_in(40)) text += "no such sample\tx\n";
  if (random.one_in(40)) text += names.front() + "\tnewest\n";
  if (random.one_in(40)) text += "one\n";
  options.rename_text = text;
}

}  // namespace

void add_random_filters(Random& random, reference::Options& options) {
  if (random.one_in(4)) options.min_alleles = random.between(1, 4);
  if (random.one_in(4)) options.max_alleles = random.between(2, 4);
  if (options.min_alleles && options.max_alleles && !random.one_in(10)) {
    options.max_alleles = std::max(*options.max_alleles, *options.min_alleles);
  }
  options.snps_only = random.one_in(4);
  if (random.one_in(4)) options.min_ac = random.between(0, 6);
  if (random.one_in(3)) {
    options.max_missing_rate =
        random.pick(Texts{"0", "0.05", ".1", "0.2", "0.25", "0.333333333", "0.5", "1.0"});
  }
}

void add_random_choice(Random& random, Texts const& column_names, reference::Options& options) {
  if (random.one_in(2)) add_random_filters(random, options);
  Texts const names = sample_names(column_names, options);
  if (names.empty()) return;
  if (random.one_in(3)) choose_samples(random, names, options);
  if (random.one_in(6)) rename_samples(random, names, options);
}

}  // namespace hapmill::test

#pragma once

#include "random.hpp"
#include "reference/options.hpp"

#include <string>
#include <vector>

namespace hapmill::test {

/// Adds options that choose and rename samples and filter sites, usually few or none. Sometimes
/// they are wrong.
void add_random_choice(Random& random, std::vector<std::string> const& column_names,
                       reference::Options& options);

/// Adds options that filter sites only.
void add_random_filters(Random& random, reference::Options& options);

}  // namespace hapmill::test

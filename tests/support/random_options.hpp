#pragma once

#include "random.hpp"
#include "reference/options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// All options but the texts of files. Values that do not go together are rare.
reference::Options make_random_options(Random& random);

/// The same for VCF, with more samples that share columns and more haploids among pairs.
reference::Options make_random_vcf_options(Random& random);

/// Names of the haplotype columns: plain, numbers, or halves of pairs in any order. One in
/// `wide_in` times there are more than sixty.
std::vector<std::string> make_column_names(Random& random, char delimiter, std::uint64_t wide_in);

/// A pairs file for these columns; one in a dozen is wrong.
std::string make_pairs_text(Random& random, std::vector<std::string> const& column_names);

/// The text with each byte that would end a field replaced.
std::string without_delimiter(std::string text, char delimiter);

}  // namespace hapmill::test

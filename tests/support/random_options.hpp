#pragma once

#include "random.hpp"
#include "reference/options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// Makes all options except the texts of files. Values that cannot be combined are rare.
reference::Options make_random_options(Random& random);

/// Makes options for VCF, with more samples that share columns and more haploid samples among
/// pairs.
reference::Options make_random_vcf_options(Random& random);

/// Makes names of haplotype columns: plain names, numbers, or pairs in any order. One time in
/// `wide_in` there are more than sixty.
std::vector<std::string> make_column_names(Random& random, char delimiter, std::uint64_t wide_in);

/// Makes a pairs file for these columns; one in twelve is wrong.
std::string make_pairs_text(Random& random, std::vector<std::string> const& column_names);

/// Replaces each byte of a text that would end a field.
std::string without_delimiter(std::string text, char delimiter);

}  // namespace hapmill::test

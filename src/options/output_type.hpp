#pragma once

#include <string>

#include "hapmill/model/policies.hpp"

namespace hapmill {

/// What is written.
struct OutputType {
  RecordKind kind = RecordKind::table;
  bool is_compressed = false;  ///< BGZF

  bool is_vcf() const { return kind != RecordKind::table; }  ///< VCF or BCF
};

/// The type that `-O letter` says, or, where that is empty, the output's name. Throws UsageError
/// for another letter.
OutputType parse_output_type(std::string const& letter, std::string const& output);

/// What names of such files end in.
std::string default_suffix(OutputType type);

}  // namespace hapmill

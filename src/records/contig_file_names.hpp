#pragma once

#include <string>
#include <string_view>

namespace hapmill {

/// A contig's name as part of a file's: bytes other than letters, digits, `_`, `.`, `+` and `-`,
/// and a leading `.` or `-`, become `%` and two digits. No two contigs become the same, and none
/// leaves its folder or hides in it.
std::string encode_contig(std::string_view contig);

/// Names of files, one a contig.
class ContigFileNames {
 public:
  /// `pattern` is a name with `{contig}` in it. Throws UsageError.
  explicit ContigFileNames(std::string pattern);

  /// Throws InputError if it is too long for a file and what goes beside it while it is written.
  std::string name(std::string_view contig) const;

  /// Whether the file of some contig has this name, or its index, or one of them while it is
  /// written.
  bool may_be_of_contig(std::string_view file) const;

 private:
  bool may_be_name(std::string_view file) const;

  std::string pattern_;
};

}  // namespace hapmill

#pragma once

#include "records/record_stream.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// A record of a VCF or BCF file.
struct Site {
  std::size_t contig = 0;  ///< number of the contig, from 0
  std::int64_t pos = 1;    ///< from 1
  std::string ref = "A";
  std::size_t padding = 0;  ///< bytes that make the record larger

  bool operator==(Site const&) const = default;
};

/// The content of an indexed file.
struct SiteFile {
  RecordKind kind = RecordKind::vcf;
  std::vector<IndexedContig> contigs;
  std::vector<Site> sites;
  std::vector<std::size_t> segments;  ///< as in RecordStream
};

/// Makes contigs in the order of the header and sorted sites, some with large records.
SiteFile make_random_sites(RecordKind kind, std::uint64_t seed);

/// Makes the header and the records. htslib makes those of BCF.
RecordStream make_stream(SiteFile const& file);

/// Writes the text of a VCF file in BGZF as htslib does, which ends blocks between records if there
/// is an index.
void write_by_htslib(RecordKind kind, bool has_index, std::string const& vcf,
                     std::string const& path);

/// Returns the sites that overlap begin … end - 1 (from 0), found by checking all of them.
std::vector<std::string> scan_region(SiteFile const& file, std::size_t contig, std::int64_t begin,
                                     std::int64_t end);

/// Returns CHROM:POS:REF of each record that htslib finds with an index.
class IndexedReader {
 public:
  IndexedReader(RecordKind kind, std::string const& path, std::string const& index_path);
  ~IndexedReader();
  IndexedReader(IndexedReader const&) = delete;
  IndexedReader& operator=(IndexedReader const&) = delete;

  std::vector<std::string> read_region(std::string const& contig, std::int64_t begin,
                                       std::int64_t end);

 private:
  struct Files;
  Files* files_;
};

/// Makes the index as `bcftools index` does. Returns its bytes.
std::string index_by_htslib(RecordKind kind, IndexFormat format, std::string const& path,
                            std::string const& index_path);

/// Returns the text of a BGZF file.
std::string read_bgzf(std::string const& path);

}  // namespace hapmill::test

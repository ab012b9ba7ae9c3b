# The haplotype table of a matrix, as fast as mawk makes it: what hapmill is measured against.
#
#   mawk -v left=4,6,8 -v right=5,7,9 -f table.awk MATRIX
#
# `left` and `right` are the columns of each sample, by number. The matrix has a header row and
# cells and REF of one byte, A, C, G, T, N or -; the policies are the defaults of the table.

BEGIN {
  FS = "\t"
  sample_count = split(left, left_column, ",")
  if (split(right, right_column, ",") != sample_count) {
    print "table.awk: left and right differ in size" > "/dev/stderr"
    exit 2
  }
  alternates["A"] = "CGT-"
  alternates["C"] = "AGT-"
  alternates["G"] = "ACT-"
  alternates["T"] = "ACG-"
}

NR == 1 {
  printf "contig\tpos\tref\talt"
  for (i = 1; i <= sample_count; ++i) {
    name = $(left_column[i]) $(right_column[i])
    printf "\t%s_PI\t%s_PG_al", name, name
  }
  printf "\n"
  next
}

# Most sites are not variant, and one match finds that before the row is split.
/^[^\t]*\t[^\t]*\t(A(\t[AN])*|C(\t[CN])*|G(\t[GN])*|T(\t[TN])*)$/ { next }

{
  ref = $3
  # A few matches find the alternates; a loop over the cells takes twice as long.
  cells = substr($0, length($1) + length($2) + 5)
  unseen = alternates[ref]
  alt = ""
  while (unseen != "" && match(cells, "[" unseen "]")) {
    allele = substr(cells, RSTART, 1)
    alt = alt "," allele
    sub(allele, "", unseen)
    cells = substr(cells, RSTART + 1)
  }

  contig = "\t" $1 "\t"
  printf "%s\t%s\t%s\t%s", $1, $2, ref, substr(alt, 2)
  # The contig's name is out already, so the cells may be changed by changing the whole row.
  gsub(/[N-]/, ref)
  for (i = 1; i <= sample_count; ++i) {
    printf "%s%s|%s", contig, $(left_column[i]), $(right_column[i])
  }
  printf "\n"
}

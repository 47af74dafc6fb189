# Remediator prelude: tasks that are left running (async with poll: 0). A job is a script of its own in a session of its own, so that
# the end of the channel is not its end; it writes its frames to a file that async_status reads.

# The folder of jobs, which Ansible's setting for it names, too.
rmd_jobs() { printf %s "${ANSIBLE_ASYNC_DIR:-${HOME:-/tmp}/.ansible_async}"; }

# rmd_job_start JID: starts the script on stdin, and prints the path of its results.
rmd_job_start() {
  umask 077
  rmd_job=$(rmd_jobs)/$1
  # The job keeps the run's journal.
  export rmd_run_id rmd_play rmd_strict rmd_keep_from
  mkdir -p "${rmd_job%/*}" && cat >"$rmd_job.sh" && printf '' >"$rmd_job" || return 1
  if command -v setsid >/dev/null 2>&1; then
    setsid sh "$rmd_job.sh" >"$rmd_job" 2>/dev/null </dev/null &
  else
    nohup sh "$rmd_job.sh" >"$rmd_job" 2>/dev/null </dev/null &
  fi
  printf '%s\n' "$rmd_job"
}

# rmd_job_read JID: prints the path of a job's results, then the results so far; fails with 3 where there is no such job, with 4 where
# it ran too long.
rmd_job_read() {
  rmd_job=$(rmd_jobs)/$1
  printf '%s\n' "$rmd_job"
  [ -f "$rmd_job" ] || return 3
  [ ! -e "$rmd_job.late" ] || return 4
  cat "$rmd_job"
}

# rmd_job_forget JID: removes a job's results and prints their path; fails with 3 where there is no such job.
rmd_job_forget() {
  rmd_job=$(rmd_jobs)/$1
  [ -f "$rmd_job" ] || return 3
  rm -f "$rmd_job" "$rmd_job.late" "$rmd_job.sh" && printf '%s\n' "$rmd_job"
}

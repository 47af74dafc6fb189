#!/bin/sh

# [1] Remember the file
rmd_t_1() {
  rmd_env() { :; }
  :
}
rmd_run 1

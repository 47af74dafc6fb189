#!/bin/sh

# [1] Say it
rmd_t_1() {
  rmd_env() { :; }
  :
}
rmd_run 1

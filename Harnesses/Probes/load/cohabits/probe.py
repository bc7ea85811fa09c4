compare_beside_others()

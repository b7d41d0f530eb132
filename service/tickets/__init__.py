"""Work orders (工单): kinds, life cycle, promise clocks and their store. Runs in the service process."""

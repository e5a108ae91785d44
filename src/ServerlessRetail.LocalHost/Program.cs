Console.WriteLine("Under way.");
